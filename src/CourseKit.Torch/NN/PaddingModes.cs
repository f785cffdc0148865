namespace TorchSharp;

/// <summary>What stands round an image.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,
    /// <summary>The image mirrored at its outermost pixels, which are not repeated.</summary>
    Reflect = 1,
    /// <summary>The outermost pixels.</summary>
    Replicate = 2,
    /// <summary>The image again.</summary>
    Circular = 3,
    /// <summary>A value.</summary>
    Constant = 4,
}

/// <summary>How much stands round an image.</summary>
public enum Padding
{
    /// <summary>Nothing.</summary>
    Valid = 0,
    /// <summary>As much as keeps the image's size under a stride of 1.</summary>
    Same = 1,
}
