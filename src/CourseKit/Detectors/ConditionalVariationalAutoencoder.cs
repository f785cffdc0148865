using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Conditional variational autoencoder: some columns of a row, its condition y, are given; the others, x, are modelled as p(x | y). Such a
/// detector finds what is an anomaly only in its context: a value that is normal for one class, in a row of another.
/// </summary>
/// <remarks>
/// Sohn, Lee and Yan, "Learning Structured Output Representation using Deep Conditional Generative Models", NIPS 2015, with the prior p(z) = N(0, I) that does
/// not depend on y. The encoder is q(z | x, y), the decoder p(x | z, y); loss and scores are those of <see cref="VariationalAutoencoder"/>, for x alone: how rare a condition
/// is does not count. A code is [z, y], so that it can be decoded. Which columns are y is said by
/// <see cref="ConditionalVariationalAutoencoderOptions.ConditionColumns"/>.
/// </remarks>
public sealed class ConditionalVariationalAutoencoder : VariationalDetector
{
    /// <summary>Keeps the options; <see cref="AnomalyDetector.Fit"/> does the work.</summary>
    /// <param name="options">How it is built and trained; the defaults if not given.</param>
    /// <param name="name">Name for legends and tables.</param>
    public ConditionalVariationalAutoencoder(ConditionalVariationalAutoencoderOptions? options = null, string? name = null)
        : base(name ?? "Conditional VAE", options ??= new ConditionalVariationalAutoencoderOptions()) => Options = options;

    /// <summary>How it is built and trained.</summary>
    public ConditionalVariationalAutoencoderOptions Options { get; }

    /// <summary>Units of the code [z, y]: those of z and the condition's columns, in the order of the options.</summary>
    public override int CodeSize => Options.CodeSize + Options.ConditionColumns.Count;

    /// <summary>New rows under given conditions: z drawn from the prior, [z, y] decoded, [n, d].</summary>
    /// <param name="condition">Conditions y, [n, c], one row each, columns in the order of the options.</param>
    /// <param name="seed">Seed of the codes.</param>
    /// <exception cref="InvalidOperationException">Not fitted yet.</exception>
    /// <exception cref="ArgumentException">Another width.</exception>
    public Tensor Sample(Tensor condition, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (condition.dim() != 2 || condition.shape[1] != Options.ConditionColumns.Count)
            throw new ArgumentException($"'condition' must be a table [n, {Options.ConditionColumns.Count}] with a column for each of the ConditionColumns, not a tensor of shape [{string.Join(", ", condition.shape)}].", nameof(condition));
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        return Decode(cat([randn([condition.shape[0], Options.CodeSize], generator: generator), condition.to(float32)], 1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override VariationalNetwork Build(int features) => new(features, Options, Condition(features));

    /// <inheritdoc/>
    protected override void Check(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var condition = Condition((int)x.shape[1]);
        using var features = tensor(Enumerable.Range(0, (int)x.shape[1]).Except(condition).Select(column => (long)column).ToArray());
        CheckLikelihood(x.index_select(1, features));
    }

    private int[] Condition(int columns)
    {
        int[] condition = [.. Options.ConditionColumns.Select(column => column < 0 ? columns + column : column)];
        if (condition.Any(column => column < 0 || column >= columns) || condition.Distinct().Count() < condition.Length || condition.Length == columns)
            throw new ArgumentException(
                $"The ConditionColumns [{string.Join(", ", Options.ConditionColumns)}] do not go with rows of {columns} columns: each must be one of them, none twice, and one column at least must be left to be modelled.", nameof(columns));
        return condition;
    }
}
