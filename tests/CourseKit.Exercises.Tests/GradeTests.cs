using System.Diagnostics;

namespace CourseKit.Exercises.Tests;

public sealed class GradeTests
{
    private static readonly Exercise Hurried = Toys.Mean with { TimeLimit = TimeSpan.FromSeconds(1) };

    private static CheckReport Grade(Func<double[], double> answer) => Toys.Mean.Grade(answer);

    [Fact]
    public void A_right_answer_gets_all_points_and_no_hint()
    {
        var report = Grade(x => x.Average());

        Assert.Equal(CheckStatus.Passed, report.Status);
        Assert.Equal(3, report.Points);
        Assert.Null(report.Hint);
        Assert.All(report.Parts, part => Assert.Null(part.Reason));
    }

    [Fact]
    public void The_stub_counts_as_not_attempted_whichever_part_meets_it_first()
    {
        var report = Grade(_ => throw new NotImplementedException("Exercise toy.mean: the mean"));

        Assert.Equal(CheckStatus.NotAttempted, report.Status);
        Assert.Equal(0, report.Points);
        Assert.Contains("Not attempted", report.Reason, StringComparison.Ordinal);
        Assert.Equal(2, report.Parts.Count);
        Assert.Equal("./coursekit hint toy.mean", report.Hint);
    }

    [Fact]
    public void A_stub_behind_a_task_counts_as_not_attempted_too()
    {
        var report = Grade(_ => Task.Run(new Func<double>(() => throw new NotImplementedException())).Result);

        Assert.Equal(CheckStatus.NotAttempted, report.Status);
    }

    [Fact]
    public void A_stub_for_the_harder_cases_keeps_the_points_of_the_easy_ones()
    {
        var report = Grade(x => x.Length == 1 ? x[0] : throw new NotImplementedException());

        Assert.Equal(CheckStatus.Failed, report.Status);
        Assert.Equal(1, report.Points);
    }

    [Fact]
    public void A_known_mistake_is_named_and_the_other_parts_keep_their_points()
    {
        var report = Grade(x => x.Sum());

        Assert.Equal(CheckStatus.Failed, report.Status);
        Assert.Equal(1, report.Points);
        Assert.Equal("This is the sum; divide it by how many numbers there are.", report.Reason);
    }

    [Fact]
    public void An_unknown_mistake_shows_got_and_expected_of_the_smallest_case()
    {
        var report = Grade(x => x.Length == 1 ? x[0] : 17);

        Assert.StartsWith("The mean of 2 numbers is 17, expected ", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nan_is_said_to_be_no_number()
    {
        var report = Grade(_ => double.NaN);

        Assert.Equal("The mean of 4 is NaN; expected a number.", report.Reason);
    }

    [Fact]
    public void An_exception_is_named_with_the_call_that_threw_it()
    {
        var report = Grade(_ => throw new DivideByZeroException("by zero\nsecond line"));

        Assert.Equal("Mean(double[1]) threw DivideByZeroException: by zero", report.Reason);
        Assert.Equal(0, report.Points);
    }

    [Fact]
    public void Changing_the_input_is_noticed()
    {
        var report = Grade(x =>
        {
            var mean = x.Average();
            Array.Clear(x);
            return mean;
        });

        Assert.Contains("changed its argument x", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_loop_is_stopped_at_the_time_limit_and_leaves_no_thread_computing()
    {
        var turns = 0L;
        var clock = Stopwatch.StartNew();
        var report = Hurried.Grade(double (double[] x) =>
        {
            if (x.Length == 1) return x[0];
            while (true) turns++;
        });

        Assert.Contains("took longer than 1 s", report.Reason, StringComparison.Ordinal);
        Assert.Equal(1, report.Points);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 15);
        var afterwards = Volatile.Read(ref turns);
        Thread.Sleep(50);
        Assert.Equal(afterwards, Volatile.Read(ref turns));
    }

    [Fact]
    public void An_answer_that_catches_everything_is_stopped_too()
    {
        var report = Hurried.Grade(double (double[] _) =>
        {
            while (true)
            {
                try
                {
                    Thread.Sleep(10);
                }
                catch (Exception)
                {
                    // a student's catch-all
                }
            }
        });

        Assert.Contains("took longer than 1 s", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Console_output_is_kept_apart_and_bounded()
    {
        var report = Grade(x =>
        {
            for (var i = 0; i < 10_000; i++) Console.WriteLine("looking at " + i);
            return x.Average();
        });

        Assert.Equal(CheckStatus.Passed, report.Status);
        Assert.StartsWith("looking at 0", report.Output, StringComparison.Ordinal);
        Assert.InRange(report.Output.Length, 100, 2100);
    }

    [Fact]
    public void A_wrong_signature_shows_both()
    {
        var report = Toys.Mean.Grade((double[] x, int n) => x.Sum() / n);

        Assert.Equal(
            "Mean should have the signature double Mean(double[]), but yours is double Mean(double[], int).", report.Reason);
        Assert.Equal(0, report.Points);
    }

    [Fact]
    public void No_method_at_all_is_a_report()
    {
        Assert.Contains("no method Mean", Toys.Mean.Grade(null).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_where_a_value_is_needed_is_named()
    {
        var report = Toys.Maker.Grade(Func<double, double> () => null!);

        Assert.Equal("MakeDoubler() returned null; it should return a Func<double, double>.", report.Reason);
    }

    [Fact]
    public void What_the_student_made_may_fail_later()
    {
        Func<double, double> broken = _ => throw new InvalidOperationException("broken");

        Assert.Equal("doubler(3) threw InvalidOperationException: broken", Toys.Maker.Grade(() => broken).Reason);
        Assert.Equal(CheckStatus.Passed, Toys.Maker.Grade(Func<double, double> () => y => 2 * y).Status);
    }

    [Fact]
    public void A_check_that_itself_breaks_is_a_report()
    {
        var broken = Toys.Mean with { Check = _ => throw new InvalidOperationException("no such file") };

        var report = broken.Grade((double[] x) => x.Average());

        Assert.Equal(CheckStatus.Failed, report.Status);
        Assert.Contains("InvalidOperationException: no such file", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_report_and_another_seed_other_cases()
    {
        static CheckReport With(int seed) => Toys.Mean.Grade((double[] x) => x.Length == 1 ? x[0] : 17, seed);

        Assert.Equal(With(1).Reason, With(1).Reason);
        Assert.NotEqual(With(1).Reason, With(2).Reason);
    }
}
