using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace TorchSharp.Tests;

/// <summary>A reproducible random case. FsCheck makes a failing one smaller and prints it; the same recipe gives the same case again.</summary>
/// <param name="Seed">Where all random choices come from.</param>
/// <param name="Largest">The largest size of a dimension.</param>
/// <param name="Plain">Inputs lie in memory in order: no views.</param>
/// <param name="Empty">One dimension has size 0.</param>
public sealed record Recipe(int Seed, int Largest, bool Plain, bool Empty = false)
{
    /// <summary>Smaller cases to try when this one fails.</summary>
    public IEnumerable<Recipe> Smaller()
    {
        for (var n = 1; n < Largest; n++) yield return this with { Largest = n };
        if (!Plain) yield return this with { Plain = true };
        if (Empty) yield return this with { Empty = false };
    }
}

/// <summary>
/// Runs properties on random cases. The cases are the same in every run, so that a build that passed passes again; the environment
/// variables COURSEKIT_PROOF_SEED (another series) and COURSEKIT_PROOF_RUNS (so many times as many cases) make a longer search.
/// </summary>
internal static class Proof
{
    private static readonly ulong Seed = (ulong)Number("COURSEKIT_PROOF_SEED", 1);
    private static readonly int Factor = Number("COURSEKIT_PROOF_RUNS", 1);

    /// <summary>The check holds for random recipes; those of one <paramref name="name"/> are a series of their own.</summary>
    internal static void ForAll(string name, int runs, Action<Recipe> check, int largest = 4, bool empty = false)
    {
        var recipes = Gen.Choose(0, int.MaxValue - 1).Select(seed => new Recipe(seed, largest, seed % 3 == 0, empty));
        var replay = new Replay(new Rnd((Seed << 32) | Hash(name), 0x9E3779B97F4A7C15), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs * Factor).WithReplay(FSharpOption<Replay>.Some(replay));
        Prop.ForAll(Arb.From(recipes, r => r.Smaller()), check).Check(config);
    }

    /// <summary>The check holds for random sources of choices.</summary>
    internal static void ForRandom(string name, int runs, Action<Random> check) => ForAll(name, runs, recipe => check(new Random(recipe.Seed)));

    private static uint Hash(string name)
    {
        var hash = 2166136261u; // FNV-1a: string.GetHashCode differs from run to run
        foreach (var b in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ b) * 16777619);
        return hash;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : otherwise;
}
