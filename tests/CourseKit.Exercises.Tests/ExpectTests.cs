namespace CourseKit.Exercises.Tests;

public sealed class ExpectTests
{
    private static string Failure(Action body) => Assert.Throws<CheckFailedException>(body).Message;

    [Fact]
    public void Numbers_agree_relative_to_their_size()
    {
        Expect.Close(1_000_001, 1_000_000, 1e-5, "x");
        Expect.Close(double.PositiveInfinity, double.PositiveInfinity, 0, "x");
        Assert.Equal("x is 1.1, expected 1.", Failure(() => Expect.Close(1.1, 1, 1e-3, "x")));
    }

    [Fact]
    public void Lists_show_the_first_difference_only()
    {
        Assert.Equal(
            "Errors: number 2 of 3 is 5, expected 2.",
            Failure(() => Expect.Close([1.0, 5, 9], [1.0, 2, 3], 1e-6, "Errors")));
        Assert.Equal("Errors: expected 3 numbers, got 1 number.", Failure(() => Expect.Close([1.0], [1.0, 2, 3], 1e-6, "Errors")));
        Assert.Contains("NaN", Failure(() => Expect.Close([double.NaN], [1.0], 1e-6, "Errors")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_the_wrong_length_can_be_a_known_mistake()
    {
        Assert.Equal(
            "one per row, please",
            Failure(() => Expect.Close([6.0], [1.0, 2, 3], 1e-6, "Errors", ([6.0], "one per row, please"))));
    }

    [Fact]
    public void Ranges_reject_nan()
    {
        Expect.InRange(1, 0, 2, "x");
        Assert.Equal("x is NaN, expected 0.9 to 1.", Failure(() => Expect.InRange(double.NaN, 0.9, 1, "x")));
    }
}
