namespace CourseKit.Exercises.Tests;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("ae.recontruction-error", " Did you mean ae.reconstruction-error?")]
    [InlineData("reconstruction", " Did you mean ae.reconstruction-error?")]
    [InlineData("zzz", "")]
    public void Near_names_are_offered_and_far_ones_are_not(string typed, string expected) =>
        Assert.Equal(expected, NearNames.DidYouMean(typed, ["ae.reconstruction-error", "ae.threshold", "svdd.centre"]));

    [Fact]
    public void An_unknown_id_is_a_report_in_the_notebook_and_an_error_for_the_tool()
    {
        Assert.Equal(CheckStatus.Failed, ExerciseBook.Check("no.such-exercise", () => 1).Status);
        var error = Assert.Throws<KeyNotFoundException>(() => ExerciseBook.Get("no.such-exercise"));
        Assert.Contains("no.such-exercise", error.Message, StringComparison.Ordinal);
    }
}
