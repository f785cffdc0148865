using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The training loop of all detectors: shuffled mini-batches, one optimiser step for each, a history.</summary>
public static class Trainer
{
    /// <summary>Trains a model that maps rows to rows, such as an autoencoder.</summary>
    /// <param name="model">The model x ↦ x̂.</param>
    /// <param name="x">Training rows, [n, …].</param>
    /// <param name="loss">(x̂, x) ↦ scalar, the mean loss of a batch.</param>
    /// <param name="onEpoch">Called after each epoch: what has to change from one to the next, such as a rate that falls.</param>
    /// <returns>The loss of each epoch. The model is in eval mode.</returns>
    /// <exception cref="ArgumentException">No training or validation rows.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite; training stops at once.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. The model has the weights of the last step and is in eval mode.</exception>
    public static TrainingHistory Fit(
        nn.Module<Tensor, Tensor> model,
        optim.Optimizer optimizer,
        Tensor x,
        Func<Tensor, Tensor, Tensor> loss,
        TrainingOptions? options = null,
        Tensor? validation = null,
        IProgress<TrainingProgress>? progress = null,
        Action<EpochResult>? onEpoch = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        return Fit(model, optimizer, x, batch => loss(model.call(batch), batch), options, validation, progress, onEpoch, cancellationToken);
    }

    // Any model whose loss can be computed from a batch of rows.
    internal static TrainingHistory Fit(
        nn.Module model,
        optim.Optimizer optimizer,
        Tensor x,
        Func<Tensor, Tensor> batchLoss,
        TrainingOptions? options = null,
        Tensor? validation = null,
        IProgress<TrainingProgress>? progress = null,
        Action<EpochResult>? onEpoch = null,
        CancellationToken cancellationToken = default)
    {
        HasRows(x, nameof(x));
        if (validation is not null) HasRows(validation, nameof(validation));
        options ??= new TrainingOptions();

        using var stop = NotebookHost.LinkedTo(cancellationToken);
        var clock = Stopwatch.StartNew();
        var epochs = new List<EpochResult>();
        using var best = new BestWeights(model, options.Patience);
        // A generator of its own: the order of the rows depends on the seed alone, not on what was drawn before.
        using var generator = new Generator((ulong)options.Seed);
        using var threads = Threads.For(Threads.Work(model, x, Math.Min(options.BatchSize, x.shape[0])));
        var schedule = optim.lr_scheduler.MultiStepLR(optimizer, [.. options.Milestones], gamma: 0.1);
        try
        {
            for (var epoch = 1; epoch <= options.Epochs && !best.Exhausted; epoch++)
            {
                model.train();
                double trained;
                using (var order = randperm(x.shape[0], generator: generator))
                    trained = Pass(x, batchLoss, options.BatchSize, epoch, stop.Token, optimizer, order);
                schedule.step();
                model.eval();
                double? validated = validation is null ? null : Pass(validation, batchLoss, options.BatchSize, epoch, stop.Token);
                epochs.Add(new EpochResult(epoch, trained, validated));
                onEpoch?.Invoke(epochs[^1]);
                best.Offer(validated ?? trained);
                progress?.Report(new TrainingProgress(epoch, options.Epochs, trained, validated)
                {
                    IsLast = epoch == options.Epochs || best.Exhausted,
                });
            }
            best.Restore();
        }
        finally
        {
            model.eval();
        }
        return new TrainingHistory(epochs, clock.Elapsed, StoppedEarly: epochs.Count < options.Epochs);
    }

    // One pass over the rows: with an optimiser in a given order and with a step for each batch, else only to watch. Gives the mean loss.
    private static double Pass(
        Tensor x, Func<Tensor, Tensor> batchLoss, int batchSize, int epoch, CancellationToken cancellationToken,
        optim.Optimizer? optimizer = null, Tensor? order = null)
    {
        using var noGrad = optimizer is null ? no_grad() : null;
        double sum = 0;
        for (long start = 0; start < x.shape[0]; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // All that a step makes dies with this scope; without it memory would grow until the garbage collector runs.
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, x.shape[0] - start);
            optimizer?.zero_grad();
            var loss = batchLoss(order is null ? x.narrow(0, start, count) : x.index_select(0, order.narrow(0, start, count)));
            var value = loss.ToDouble();
            sum += value * count;
            if (optimizer is null) continue;
            if (!double.IsFinite(value))
                throw new InvalidOperationException(
                    $"The training loss became {FormattableString.Invariant($"{value}")} in epoch {epoch}. "
                    + "Try a smaller learning rate, or scale the data.");
            loss.backward();
            optimizer.step();
        }
        return sum / x.shape[0];
    }

    private static void HasRows(Tensor x, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.dim() == 0 || x.shape[0] == 0)
            throw new ArgumentException($"No rows: '{name}' has the shape [{string.Join(", ", x.shape)}].", name);
    }
}
