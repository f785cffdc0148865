using System.Globalization;
using System.Reflection;

namespace CourseKit.Exercises;

/// <summary>
/// What a check has at hand: the student's method, random cases, and weighted parts. A check calls <see cref="Part"/> for each
/// part and, within it, <see cref="Call{T}"/> and the methods of <see cref="Expect"/>, smallest case first.
/// </summary>
public sealed partial class Grading
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
        TorchSharp.torch.manual_seed(seed + parts.Count);
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
        var before = Array.ConvertAll(arguments, Snapshot.Of);
        var result = Run(Describe(arguments), () => answer.DynamicInvoke(arguments));
        for (var i = 0; i < arguments.Length; i++)
        {
            if (before[i].DiffersFrom(arguments[i]))
            {
                throw new CheckFailedException(
                    $"{exercise.EntryPoint} changed its argument {ParameterName(i)}; leave the caller's data as it is and work on a new value.");
            }
        }
        return result switch
        {
            T value => value,
            null => throw new CheckFailedException($"{Describe(arguments)} returned null; it should return a {Signatures.Name(typeof(T))}."),
            _ => throw new CheckFailedException($"{Describe(arguments)} returned a {Signatures.Name(result.GetType())} instead of a {Signatures.Name(typeof(T))}."),
        };
    }

    /// <summary>Calls a student's method that returns nothing; see <see cref="Call{T}"/>.</summary>
    /// <param name="arguments">Its arguments; it may change them.</param>
    public void Invoke(params object?[] arguments) => Run(Describe(arguments), () => answer.DynamicInvoke(arguments));

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

    private string ParameterName(int index) =>
        answer.Method.GetParameters().ElementAtOrDefault(index)?.Name ?? (index + 1).ToString(CultureInfo.InvariantCulture);

    private static NotImplementedException? FindNotImplemented(Exception? e) =>
        e is null or NotImplementedException ? e as NotImplementedException : FindNotImplemented(e.InnerException);

    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].TrimEnd('\r', ' ');
        return line.Length <= 300 ? line : line[..300] + "…";
    }
}
