using static TorchSharp.torch;

namespace CourseKit;

// Sets torch's global random numbers (initial weights, dropout, noise) to a seed, and puts the caller's back at the end: the same seed
// gives the same model whatever was drawn before, and fitting does not disturb what is drawn after. There is one such generator in the
// process. As long as one thread has it, others that fit wait: detectors fitted side by side give the scores that they give one after the
// other.
internal sealed class SeededRandom : IDisposable
{
    // A monitor, because it lets the same thread in again: a detector may fit another one.
    private static readonly object Turn = new();

    private readonly Tensor before;

    public SeededRandom(int seed)
    {
        Monitor.Enter(Turn);
        before = get_rng_state().DetachFromDisposeScope();
        manual_seed(seed);
    }

    public void Dispose()
    {
        set_rng_state(before);
        before.Dispose();
        Monitor.Exit(Turn);
    }
}
