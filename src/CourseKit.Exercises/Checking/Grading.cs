using System.Reflection;
using static TorchSharp.torch;

namespace CourseKit.Exercises;

/// <summary>
/// What a check has at hand: the student's method, random cases, and weighted parts. A check calls <see cref="Part"/> for each
/// part and, within it, <see cref="Call{T}"/> and the methods of <see cref="Expect"/>, smallest case first.
/// </summary>
public sealed class Grading
{
    private readonly Exercise exercise;
    private readonly Delegate answer;
    private readonly int seed;
    private readonly List<CheckPart> parts = [];
    private string? stopped;

    internal Grading(Exercise exercise, Delegate answer, int seed) =>
        (this.exercise, this.answer, this.seed, Random) = (exercise, answer, seed, new Random(seed));

    /// <summary>The source of random cases. It and torch's generator start anew, from the seed, with each part.</summary>
    public Random Random { get; private set; }

    internal bool NotAttempted => stopped is not null;

    internal string TooSlow => FormattableString.Invariant(
        $"{exercise.EntryPoint} took longer than {exercise.TimeLimit.TotalSeconds:0.#} s and was stopped; is there a loop without end?");

    internal IReadOnlyList<CheckPart> Parts
    {
        get
        {
            lock (parts) return [.. parts];
        }
    }

    /// <summary>
    /// Checks one aspect and gives its points if <paramref name="body"/> returns without throwing. The parts that follow are
    /// checked all the same, unless the answer is still the stub.
    /// </summary>
    /// <param name="name">What it looks at, in a few words; students see it.</param>
    /// <param name="body">Calls the answer and compares.</param>
    public void Part(int points, string name, Action body)
    {
        var place = parts.Count;
        // This is how the part stands if the time limit comes first.
        lock (parts) parts.Add(new CheckPart(name, 0, points, stopped ?? TooSlow));
        if (stopped is not null) return;
        Random = new Random(seed + place);
        manual_seed(seed + place);
        string? reason = null;
        try
        {
            body();
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            reason = Explain(e);
        }
        lock (parts) parts[place] = new CheckPart(name, reason is null ? points : 0, points, reason);
    }

    /// <summary>
    /// Calls the student's method. What it throws, a <see langword="null"/> it returns and an argument it changes become a
    /// <see cref="CheckFailedException"/> that says so.
    /// </summary>
    public T Call<T>(params object?[] arguments)
    {
        var before = Array.ConvertAll(arguments, argument => new Snapshot(argument));
        var call = $"{exercise.EntryPoint}({string.Join(", ", arguments.Select(Signatures.Value))})";
        var result = Run(call, () => answer.DynamicInvoke(arguments));
        var changed = Array.FindIndex(before, argument => argument.IsChanged());
        if (changed >= 0)
        {
            var name = answer.Method.GetParameters().ElementAtOrDefault(changed)?.Name ?? FormattableString.Invariant($"{changed + 1}");
            throw new CheckFailedException(
                $"{exercise.EntryPoint} changed its argument {name}; leave the caller's data as it is and work on a new value.");
        }
        var wanted = Signatures.Name(typeof(T));
        return result switch
        {
            T value => value,
            null => throw new CheckFailedException($"{call} returned null; it should return a {wanted}."),
            _ => throw new CheckFailedException($"{call} returned a {Signatures.Name(result.GetType())} instead of a {wanted}."),
        };
    }

    /// <summary>Runs something that the student made, for instance a returned network; an exception from it names the call.</summary>
    /// <param name="what">The call in words or code, for instance <c>encoder.forward(x)</c>.</param>
    public T Run<T>(string what, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            if (cause is CheckFailedException) throw cause;
            if (FindNotImplemented(cause) is not null) throw new NotImplementedException(cause.Message, cause);
            throw new CheckFailedException($"{what} threw {cause.GetType().Name}: {FirstLine(cause.Message)}");
        }
    }

    /// <summary>Random numbers, uniform between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public double[] Numbers(int count, double low = -1, double high = 1) =>
        [.. Enumerable.Range(0, count).Select(_ => low + (high - low) * Random.NextDouble())];

    /// <summary>A random float32 tensor, uniform between 0 and 1, as pixels are.</summary>
    public Tensor Rand(params long[] shape) => Uniform(0, 1, shape);

    /// <summary>A random float32 tensor, uniform between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public Tensor Uniform(double low, double high, params long[] shape) =>
        tensor(Numbers((int)shape.Aggregate(1L, (product, size) => product * size), low, high), shape, dtype: float32);

    // Turns what ended a part into a sentence for the student.
    internal string Explain(Exception e)
    {
        if (FindNotImplemented(e) is not null)
            return stopped = $"Not attempted yet: write the body of {exercise.EntryPoint} in place of its throw.";
        return e is CheckFailedException ? e.Message : $"Checking the answer ended in {e.GetType().Name}: {FirstLine(e.Message)}";
    }

    private static NotImplementedException? FindNotImplemented(Exception? e) =>
        e is null or NotImplementedException ? e as NotImplementedException : FindNotImplemented(e.InnerException);

    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].TrimEnd('\r', ' ');
        return line.Length <= 300 ? line : line[..300] + "…";
    }

    // An argument's content before a call. Tensors and arrays only; other values count as unchanged.
    private sealed class Snapshot(object? value)
    {
        private readonly Array? array = (value as Array)?.Clone() as Array;
        private readonly (long[] Shape, double[] Values)? tensor = value is Tensor t ? (t.shape, t.Values()) : null;

        public bool IsChanged() =>
            (array is not null && !array.Cast<object?>().SequenceEqual(((Array)value!).Cast<object?>()))
            || (tensor is { } before && value is Tensor now
                && !(now.shape.SequenceEqual(before.Shape) && now.Values().SequenceEqual(before.Values)));
    }
}
