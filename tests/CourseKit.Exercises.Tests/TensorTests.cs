using static TorchSharp.torch;

namespace CourseKit.Exercises.Tests;

public sealed class TensorTests
{
    private static readonly Exercise RowSums = Toys.Mean with
    {
        Id = "toy.row-sums",
        Points = 2,
        EntryPoint = "RowSums",
        Signature = typeof(Func<Tensor, Tensor>),
        Check = check =>
        {
            check.Part(1, "one row", () => Compare(check, check.Rand(1, 3)));
            check.Part(1, "many rows", () => Compare(check, check.Uniform(-1, 1, 4, 5)));
        },
    };

    private static void Compare(Grading check, Tensor x)
    {
        var got = check.Call<Tensor>(x);
        var what = $"The sums of {x.shape[0]} rows";
        Expect.Close(
            got, x.to_type(ScalarType.Float64).sum(1), 1e-5, what,
            (x.sum(), "You summed over the rows, too; keep one number per row."));
    }

    private static string Reason(Func<Tensor, Tensor> answer) => RowSums.Grade(answer).Reason;

    [Fact]
    public void Float32_answers_are_compared_with_a_float64_oracle()
    {
        Assert.Equal(CheckStatus.Passed, RowSums.Grade((Tensor x) => x.sum(1)).Status);
        Assert.Equal(CheckStatus.Passed, RowSums.Grade((Tensor x) => x.t().sum(0L).requires_grad_()).Status);
    }

    [Fact]
    public void A_mistake_of_another_shape_is_recognised()
    {
        Assert.Equal("You summed over the rows, too; keep one number per row.", Reason(x => x.sum()));
    }

    [Fact]
    public void A_wrong_shape_shows_both()
    {
        Assert.Equal("The sums of 1 rows should have the shape [1], but it is [3].", Reason(x => x.sum(0L)));
    }

    [Fact]
    public void The_first_wrong_element_is_shown_with_its_place()
    {
        Assert.StartsWith(
            "The sums of 4 rows: element [1] is ",
            Reason(x => x.shape[0] == 1 ? x.sum(1) : x.sum(1) + arange(4)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nan_is_shown()
    {
        Assert.StartsWith(
            "The sums of 1 rows: element [0] is NaN, expected ", Reason(x => x.sum(1) * double.NaN), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_into_the_input_is_noticed()
    {
        Assert.Contains("changed its argument x", Reason(x =>
        {
            var sums = x.sum(1);
            x.zero_();
            return sums;
        }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_result_is_a_report()
    {
        var report = RowSums.Grade((Tensor x) =>
        {
            using var scope = NewDisposeScope();
            return x.sum(1);
        });

        Assert.Equal(0, report.Points);
        Assert.NotEqual(CheckStatus.NotAttempted, report.Status);
    }

    [Fact]
    public void An_exception_names_the_call_with_its_shapes()
    {
        Assert.StartsWith("RowSums(Tensor[1, 3]) threw ", Reason(x => x.mm(x)), StringComparison.Ordinal);
    }

    [Fact]
    public void Checking_leaves_the_random_numbers_of_the_notebook_alone()
    {
        manual_seed(7);
        var expected = randn(3).data<float>().ToArray();
        manual_seed(7);
        RowSums.Grade((Tensor x) => x.sum(1) + randn(1) * 0);

        Assert.Equal(expected, randn(3).data<float>().ToArray());
    }
}
