using static TorchSharp.torch;

namespace CourseKit;

/// <summary>What the contrast of an image is.</summary>
public enum Contrast
{
    /// <summary>The mean distance from the mean, as in Ruff et al. 2018 (Deep SVDD).</summary>
    L1,

    /// <summary>The standard deviation, as in Goodfellow, Bengio and Courville 2016, section 12.2.</summary>
    L2,
}

/// <summary>
/// Global contrast normalisation: every image gets the mean 0 and the contrast 1, x̃ = (x − x̄) / s(x − x̄), so that its exposure no
/// longer counts. It looks at one row at a time, so there is nothing to fit and nothing that could leak.
/// </summary>
public static class GlobalContrast
{
    /// <summary>Normalises each row; a row without contrast becomes 0.</summary>
    /// <param name="x">Rows, [n, d].</param>
    /// <param name="contrast">What is brought to 1: with the d values v of a row less their mean, Σ|v| / d or √(Σv² / d).</param>
    /// <returns>New rows, [n, d] float32.</returns>
    /// <exception cref="ArgumentException">No table of finite values.</exception>
    public static Tensor Apply(Tensor x, Contrast contrast = Contrast.L1)
    {
        OptionRules.Defined(contrast);
        using var scope = NewDisposeScope();
        var batches = Rows.Batches(Rows.Checked(x)).Select(batch =>
        {
            using var inner = NewDisposeScope();
            var rows = batch.to(float64);
            var centred = rows - rows.mean([1], keepdim: true);
            var size = contrast == Contrast.L1 ? centred.abs().mean([1], keepdim: true) : centred.square().mean([1], keepdim: true).sqrt();
            // Rounding leaves a trace of contrast in a constant row.
            var flat = size <= 1e-12 * (1 + rows.abs().mean([1], keepdim: true));
            return where(flat, zeros_like(centred), centred / where(flat, ones_like(size), size)).to(float32).MoveToOuterDisposeScope();
        });
        return cat([.. batches], 0).MoveToOuterDisposeScope();
    }

    /// <summary>The data set with each row normalised.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="contrast">What is brought to 1.</param>
    public static Dataset Apply(Dataset data, Contrast contrast = Contrast.L1)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new Dataset(data.Name, Apply(data.X, contrast), data.Labels);
    }
}
