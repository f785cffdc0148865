using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CourseKit;

// The network of Ruff et al. 2018 for MNIST, after LeCun et al. 1998, without any bias, as Deep SVDD needs it.
internal static class LeNet
{
    public const int Side = 28; // height and width of the images

    private const int Seed = 4; // of what the code is unfolded to

    // [n, 784] → [n, s], 7,272 weights for s = 32. The paper has the activation before the pooling: the same numbers, since it is
    // increasing, but four times as many of them.
    public static Sequential Encoder(int codeSize = 32) => nn.Sequential(
        nn.Unflatten(1, [1, Side, Side]),
        nn.Conv2d(1, 8, 5, padding: 2, bias: false),
        Normalise(8),
        nn.MaxPool2d(2),
        nn.LeakyReLU(),
        nn.Conv2d(8, 4, 5, padding: 2, bias: false),
        Normalise(4),
        nn.MaxPool2d(2),
        nn.LeakyReLU(),
        nn.Flatten(),
        nn.Linear(4 * (Side / 4) * (Side / 4), OptionRules.Positive(codeSize), hasBias: false));

    // For pre-training, [n, s] → [n, 784] in (0, 1).
    public static Sequential Decoder(int codeSize = 32)
    {
        if (codeSize < 1 || codeSize % (Seed * Seed) != 0)
            throw new ArgumentException(
                $"LeNet's decoder unfolds the code to images of {Seed} x {Seed}: "
                + $"CodeSize must be a multiple of {Seed * Seed}, not {codeSize}.",
                nameof(codeSize));
        return nn.Sequential(
            nn.Unflatten(1, [codeSize / (Seed * Seed), Seed, Seed]),
            nn.LeakyReLU(),
            Double(),
            nn.ConvTranspose2d(codeSize / (Seed * Seed), 4, 5, padding: 2, bias: false),
            Normalise(4),
            nn.LeakyReLU(),
            Double(),
            nn.ConvTranspose2d(4, 8, 5, padding: 3, bias: false), // 16 x 16 to 14 x 14
            Normalise(8),
            nn.LeakyReLU(),
            Double(),
            nn.ConvTranspose2d(8, 1, 5, padding: 2, bias: false),
            nn.Sigmoid(),
            nn.Flatten());
    }

    private static BatchNorm2d Normalise(int channels) => nn.BatchNorm2d(channels, eps: 1e-4, affine: false);

    private static Upsample Double() => nn.Upsample(scale_factor: [2, 2]);
}
