namespace CourseKit.Exercises.Tests;

/// <summary>Small exercises that try every way the framework can be used.</summary>
internal static class Toys
{
    /// <summary>Mean of some numbers: two parts, one known mistake.</summary>
    public static Exercise Mean { get; } = new()
    {
        Id = "toy.mean",
        Notebook = "00-toy",
        Title = "The mean",
        Points = 3,
        Difficulty = Difficulty.Easy,
        Minutes = 2,
        Hints = ["What do you divide by?", "By how many numbers there are.", "Sum divided by Length."],
        EntryPoint = "Mean",
        Signature = typeof(Func<double[], double>),
        Check = check =>
        {
            check.Part(1, "one number", () => Expect.Close(check.Call<double>([new[] { 4.0 }]), 4, 1e-12, "The mean of 4"));
            check.Part(2, "several numbers", () =>
            {
                foreach (var n in new[] { 2, 5, 20 })
                {
                    var x = check.Numbers(n);
                    Expect.Close(
                        check.Call<double>([x]), x.Average(), 1e-12, $"The mean of {n} numbers",
                        (x.Sum(), "This is the sum; divide it by how many numbers there are."));
                }
            });
        },
    };

    /// <summary>A check with something that the student makes and that fails later.</summary>
    public static Exercise Maker { get; } = Mean with
    {
        Id = "toy.maker",
        Points = 1,
        EntryPoint = "MakeDoubler",
        Signature = typeof(Func<Func<double, double>>),
        Check = check => check.Part(1, "the returned function doubles", () =>
        {
            var doubler = check.Call<Func<double, double>>();
            Expect.Close(check.Run("doubler(3)", () => doubler(3)), 6, 1e-12, "doubler(3)");
        }),
    };
}
