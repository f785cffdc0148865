namespace CourseKit;

/// <summary>How a row of values is to be read as an image: channel after channel, each line by line.</summary>
/// <param name="Channels">Channels C: 1 for grey, 3 for colour.</param>
/// <param name="Height">Lines H.</param>
/// <param name="Width">Values in a line W.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Channels C.</summary>
    public int Channels { get; init => field = OptionRules.Positive(value); } = OptionRules.Positive(Channels, nameof(Channels));

    /// <summary>Lines H.</summary>
    public int Height { get; init => field = OptionRules.Positive(value); } = OptionRules.Positive(Height, nameof(Height));

    /// <summary>Values in a line W.</summary>
    public int Width { get; init => field = OptionRules.Positive(value); } = OptionRules.Positive(Width, nameof(Width));

    /// <summary>Values of an image, C·H·W.</summary>
    internal long Size => (long)Channels * Height * Width;

    /// <summary>"3 × 32 × 32".</summary>
    public override string ToString() => FormattableString.Invariant($"{Channels} × {Height} × {Width}");
}
