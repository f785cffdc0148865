namespace CourseKit.Cli;

/// <summary>Published AUROC of Deep SVDD on MNIST in percent, by the digit that is normal.</summary>
/// <param name="Name">Whose, short enough for the head of a column.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Auroc">Ten numbers, for the digits 0 to 9.</param>
internal sealed record PublishedDeepSvdd(string Name, string Source, double[] Auroc)
{
    /// <summary>The rows for an objective; the paper's comes first.</summary>
    public static IReadOnlyList<PublishedDeepSvdd> For(SvddObjective objective) => objective == SvddObjective.OneClass
        ?
        [
            new("paper", "Ruff et al., \"Deep One-Class Classification\", ICML 2018, Table 1: mean of 10 seeds.", [98.0, 99.7, 91.7, 91.9, 94.9, 88.5, 98.3, 94.6, 93.9, 96.5]),
            new("authors' PyTorch", "The authors' later PyTorch code, as run by the README of mperezcarrasco/PyTorch-Deep-SVDD.", [97.77, 99.42, 88.91, 90.50, 93.48, 86.01, 98.27, 95.07, 92.99, 95.77]),
            new("mperezcarrasco", "The re-implementation mperezcarrasco/PyTorch-Deep-SVDD, its README.", [97.86, 99.47, 90.42, 91.05, 93.38, 88.21, 98.18, 95.16, 93.03, 95.49]),
        ]
        : [new("paper", "Ruff et al., \"Deep One-Class Classification\", ICML 2018, Table 1: mean of 10 seeds. Quoted from memory.", [97.8, 99.6, 89.5, 90.3, 93.8, 85.8, 98.0, 92.7, 92.9, 94.9])];
}
