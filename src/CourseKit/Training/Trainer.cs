using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace CourseKit;

/// <summary>The training loop of all detectors: shuffled mini-batches, one optimiser step for each, a history.</summary>
public static class Trainer
{
    /// <summary>Trains a model that maps rows to rows, such as an autoencoder.</summary>
    /// <param name="model">The model x ↦ x̂.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="x">Training rows, [n, …].</param>
    /// <param name="loss">(x̂, x) ↦ scalar, the mean loss of a batch.</param>
    /// <param name="options">Epochs, batch size, seed, patience; the defaults if not given.</param>
    /// <param name="validation">Rows the model does not learn from, to watch the loss on.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="onEpoch">Called after each epoch: what has to change from one to the next, such as a rate that falls.</param>
    /// <param name="cancellationToken">Looked at before each step, as is an interrupt of the notebook's cell.</param>
    /// <returns>The loss of each epoch. The model is in eval mode.</returns>
    /// <inheritdoc cref="Fit(nn.Module, optim.Optimizer, Tensor, Func{Tensor, Tensor}, TrainingOptions, Tensor, IProgress{TrainingProgress}, Action{EpochResult}, CancellationToken)" path="/exception"/>
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
        ArgumentNullException.ThrowIfNull(loss);
        return Fit((nn.Module)model, optimizer, x, batch => loss(model.call(batch), batch), options, validation, progress, onEpoch, cancellationToken);
    }

    /// <summary>Trains any model whose loss can be computed from a batch of rows.</summary>
    /// <param name="model">The model; used for its training and eval mode and its weights.</param>
    /// <param name="optimizer">The optimiser of its parameters.</param>
    /// <param name="x">Training rows, [n, …].</param>
    /// <param name="batchLoss">Batch ↦ scalar, the mean loss of the batch.</param>
    /// <param name="options">Epochs, batch size, seed, patience; the defaults if not given.</param>
    /// <param name="validation">Rows the model does not learn from, to watch the loss on.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="onEpoch">Called after each epoch: what has to change from one to the next, such as a rate that falls.</param>
    /// <param name="cancellationToken">Looked at before each step, as is an interrupt of the notebook's cell.</param>
    /// <returns>The loss of each epoch. The model is in eval mode.</returns>
    /// <exception cref="ArgumentException">No training or validation rows.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite; training stops at once.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. The model has the weights of the last finished step and is in eval mode.</exception>
    public static TrainingHistory Fit(
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
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(batchLoss);
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
                var trained = TrainEpoch(optimizer, x, batchLoss, options.BatchSize, generator, epoch, stop.Token);
                schedule.step();
                model.eval();
                double? validated = validation is null ? null : MeanLoss(validation, batchLoss, options.BatchSize, stop.Token);
                epochs.Add(new EpochResult(epoch, trained, validated));
                onEpoch?.Invoke(epochs[^1]);
                best.Offer(validated ?? trained);
                progress?.Report(new TrainingProgress(epoch, options.Epochs, trained, validated) { IsLast = epoch == options.Epochs || best.Exhausted });
            }
            best.Restore();
        }
        finally
        {
            model.eval();
        }
        return new TrainingHistory(epochs, clock.Elapsed, StoppedEarly: epochs.Count < options.Epochs);
    }

    /// <summary>One pass over the rows in random order, with one step for each batch.</summary>
    private static double TrainEpoch(
        optim.Optimizer optimizer, Tensor x, Func<Tensor, Tensor> batchLoss, int batchSize, Generator generator, int epoch, CancellationToken cancellationToken)
    {
        var rows = x.shape[0];
        using var order = randperm(rows, generator: generator);
        double sum = 0;
        for (long start = 0; start < rows; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // All that a step makes dies with this scope; without it memory would grow until the garbage collector runs.
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, rows - start);
            var batch = x.index_select(0, order.narrow(0, start, count));
            optimizer.zero_grad();
            var loss = batchLoss(batch);
            var value = loss.ToDouble();
            if (!double.IsFinite(value))
                throw new InvalidOperationException($"The training loss became {FormattableString.Invariant($"{value}")} in epoch {epoch}. Try a smaller learning rate, or scale the data.");
            loss.backward();
            optimizer.step();
            sum += value * count;
        }
        return sum / rows;
    }

    private static double MeanLoss(Tensor x, Func<Tensor, Tensor> batchLoss, int batchSize, CancellationToken cancellationToken)
    {
        using var noGrad = no_grad();
        var rows = x.shape[0];
        double sum = 0;
        for (long start = 0; start < rows; start += batchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, rows - start);
            sum += batchLoss(x.narrow(0, start, count)).ToDouble() * count;
        }
        return sum / rows;
    }

    private static void HasRows(Tensor x, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.dim() == 0 || x.shape[0] == 0) throw new ArgumentException($"No rows: '{name}' has the shape [{string.Join(", ", x.shape)}].", name);
    }
}
