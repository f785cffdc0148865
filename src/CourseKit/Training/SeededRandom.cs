using static TorchSharp.torch;

namespace CourseKit;

/// <summary>
/// Sets torch's global random numbers (initial weights, dropout, noise) to a seed, and puts the caller's back at the end:
/// the same seed gives the same model whatever was drawn before, and fitting does not disturb what is drawn after.
/// </summary>
internal sealed class SeededRandom : IDisposable
{
    private readonly Tensor before = get_rng_state().DetachFromDisposeScope();

    public SeededRandom(int seed) => manual_seed(seed);

    public void Dispose()
    {
        set_rng_state(before);
        before.Dispose();
    }
}
