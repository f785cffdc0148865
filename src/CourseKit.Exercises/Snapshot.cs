namespace CourseKit.Exercises;

/// <summary>Remembers an argument's content, to notice that a call changed it. Arrays only; other values count as unchanged.</summary>
internal readonly struct Snapshot
{
    private readonly Array? copy;

    private Snapshot(Array? copy) => this.copy = copy;

    public static Snapshot Of(object? value) => new((value as Array)?.Clone() as Array);

    public bool DiffersFrom(object? value) =>
        copy is not null && (value is not Array now || !copy.Cast<object?>().SequenceEqual(now.Cast<object?>()));
}
