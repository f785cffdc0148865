namespace CourseKit.Exercises.Tests.Proofs;

/// <summary>The proofs are only worth something if the scripts they grade behave as notebook cells do.</summary>
public sealed class ProofMachineryTests
{
    private const string Setup = """
        #r "../no/such/place.dll"
        using System;
        using System.Linq;
        using CourseKit.Exercises;
        """;

    [Fact]
    public async Task Answers_see_setup_and_the_solutions_before_them()
    {
        const string solutions = "// Exercise toy.first\nint Two() => 2;\n\n// Exercise toy.mean\nnot compiled";
        var scripts = new AnswerScripts(Setup, ExerciseSection.Parse(solutions));

        var answer = await scripts.CompileAsync(Toys.Mean, "double Mean(double[] x) => x.Sum() / x.Length + Two() - 2;");

        Assert.Equal(CheckStatus.Passed, Toys.Mean.Grade(answer).Status);
    }

    [Fact]
    public void Sections_are_found_by_their_first_line()
    {
        var sections = ExerciseSection.Parse(
            "using System;\n// Exercise ae.one\r\nint One() => 1;\n\n// Exercise ae.two-b\nint Two() => 2; // Exercise ae.not-this\n");

        Assert.Equal(["ae.one", "ae.two-b"], sections.Select(section => section.Id));
        Assert.Equal("// Exercise ae.one\nint One() => 1;", sections[0].Source);
        Assert.Equal("ae.one", ExerciseSection.IdOf("\n// Exercise ae.one\r\nint One() => 1;"));
        Assert.Null(ExerciseSection.IdOf("int One() => 1;\n// Exercise ae.one"));
        Assert.Null(ExerciseSection.IdOf("// Exercise more, and eat less."));
    }

    [Fact]
    public void A_wrong_answer_needs_its_two_lines()
    {
        const string text = "// Exercise ae.one\n// Wrong: says two\n// Expect: is 2, expected 1\nint One() => 2;";
        var answer = Assert.Single(WrongAnswer.Parse(text));

        Assert.Equal(("says two", "is 2, expected 1"), (answer.What, answer.Expect));
        var error = Assert.Throws<FormatException>(() => WrongAnswer.Parse("// Exercise ae.one\n// Wrong: x\nint One() => 2;"));
        Assert.Contains("Expect:", error.Message, StringComparison.Ordinal);
    }
}
