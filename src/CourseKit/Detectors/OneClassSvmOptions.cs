namespace CourseKit;

/// <summary>What a <see cref="OneClassSvm"/> can be told. The defaults are scikit-learn's.</summary>
public sealed record OneClassSvmOptions : DetectorOptions
{
    /// <summary>ν in (0, 1]: at most this share of the training rows lies outside, at least this share are support vectors.</summary>
    public double Nu
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw OptionRules.Bad(nameof(Nu), value, "is a share of the training rows and must be in (0, 1]");
    } = 0.5;

    /// <summary>γ of the kernel; <c>null</c> takes 1 / (d · variance of all values), scikit-learn's "scale".</summary>
    public double? Gamma { get; init => field = value is { } gamma ? OptionRules.Positive(gamma) : null; }

    /// <summary>Where the solver stops: by how much the gradient may violate the conditions of the optimum.</summary>
    public double Tolerance { get; init => field = OptionRules.Positive(value); } = 1e-3;

    /// <summary>Steps after which fitting gives up with an error.</summary>
    public int MaxIterations { get; init => field = OptionRules.Positive(value); } = 10_000_000;
}
