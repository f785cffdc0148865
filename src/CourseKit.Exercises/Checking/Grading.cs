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
    private (string Name, int Points)? running;
    private string? stopped;
    private bool closed;

    internal Grading(Exercise exercise, Delegate answer, int seed)
    {
        this.exercise = exercise;
        this.answer = answer;
        this.seed = seed;
        Random = new Random(seed);
    }

    /// <summary>The source of random cases. It and torch's generator start anew, from the seed, with each part.</summary>
    public Random Random { get; private set; }

    internal bool NotAttempted { get; private set; }

    /// <summary>
    /// Checks one aspect and gives its points if <paramref name="body"/> returns without throwing. The parts that follow are
    /// checked all the same, unless the answer is still the stub.
    /// </summary>
    /// <param name="points">Points for this part.</param>
    /// <param name="name">What it looks at, in a few words; students see it.</param>
    /// <param name="body">Calls the answer and compares.</param>
    public void Part(int points, string name, Action body)
    {
        if (stopped is not null)
        {
            Record(new CheckPart(name, 0, points, stopped));
            return;
        }
        lock (parts) running = (name, points);
        Random = new Random(seed + parts.Count);
        manual_seed(seed + parts.Count);
        string? reason = null;
        try
        {
            body();
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            reason = Explain(e);
        }
        Record(new CheckPart(name, reason is null ? points : 0, points, reason));
    }

    /// <summary>
    /// Calls the student's method. What it throws, a <see langword="null"/> it returns and an argument it changes become a
    /// <see cref="CheckFailedException"/> that says so.
    /// </summary>
    /// <typeparam name="T">The method's return type.</typeparam>
    /// <param name="arguments">Its arguments.</param>
    public T Call<T>(params object?[] arguments)
    {
        var before = Array.ConvertAll(arguments, argument => new Snapshot(argument));
        var result = Run(Describe(arguments), () => answer.DynamicInvoke(arguments));
        var changed = Array.FindIndex(before, argument => argument.IsChanged());
        if (changed >= 0)
        {
            var name = answer.Method.GetParameters().ElementAtOrDefault(changed)?.Name ?? FormattableString.Invariant($"{changed + 1}");
            throw new CheckFailedException(
                $"{exercise.EntryPoint} changed its argument {name}; leave the caller's data as it is and work on a new value.");
        }
        if (result is T value) return value;
        var (call, wanted) = (Describe(arguments), Signatures.Name(typeof(T)));
        throw new CheckFailedException(result is null
            ? $"{call} returned null; it should return a {wanted}."
            : $"{call} returned a {Signatures.Name(result.GetType())} instead of a {wanted}.");
    }

    /// <summary>
    /// Runs something that the student made, for instance a returned network, so that an exception from it names
    /// <paramref name="what"/>.
    /// </summary>
    /// <param name="what">The call in words or code, for instance <c>encoder.forward(x)</c>.</param>
    /// <param name="body">The call.</param>
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
    public double[] Numbers(int count, double low = -1, double high = 1)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++) numbers[i] = low + (high - low) * Random.NextDouble();
        return numbers;
    }

    /// <summary>A random float32 tensor, uniform between 0 and 1, as pixels are.</summary>
    /// <param name="shape">Its sizes.</param>
    public Tensor Rand(params long[] shape) => Uniform(0, 1, shape);

    /// <summary>A random float32 tensor, uniform between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public Tensor Uniform(double low, double high, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return tensor(Array.ConvertAll(Numbers((int)count, low, high), x => (float)x)).reshape(shape);
    }

    /// <summary>Turns what ended a part into a sentence for the student.</summary>
    internal string Explain(Exception e)
    {
        if (FindNotImplemented(e) is not null)
        {
            NotAttempted = true;
            stopped = $"Not attempted yet: write the body of {exercise.EntryPoint} in place of its throw.";
            return stopped;
        }
        return e is CheckFailedException
            ? e.Message
            : $"Checking the answer ended in {e.GetType().Name}: {FirstLine(e.Message)}";
    }

    /// <summary>The parts so far; the one that is running gets <paramref name="interruption"/> as its reason.</summary>
    internal IReadOnlyList<CheckPart> Close(string? interruption)
    {
        lock (parts)
        {
            if (running is { } part && interruption is not null) parts.Add(new CheckPart(part.Name, 0, part.Points, interruption));
            running = null;
            closed = true;
            return [.. parts];
        }
    }

    private void Record(CheckPart part)
    {
        lock (parts)
        {
            if (closed) return; // a thread that outlived its time limit
            running = null;
            parts.Add(part);
        }
    }

    private string Describe(object?[] arguments) =>
        $"{exercise.EntryPoint}({string.Join(", ", arguments.Select(Signatures.Value))})";

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
