namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate, one step per epoch.</summary>
        public static class lr_scheduler
        {
            /// <summary>A schedule: <see cref="step()"/> after each epoch sets the next rate.</summary>
            public class LRScheduler
            {
                private readonly Optimizer optimizer;
                private readonly Func<int, double, double, double> rate;
                private int epoch = -1;

                /// <param name="optimizer">Whose groups change.</param>
                /// <param name="rate">The next rate, from the epoch, the group's first rate and its present one.</param>
                internal LRScheduler(Optimizer optimizer, Func<int, double, double, double> rate)
                {
                    (this.optimizer, this.rate) = (optimizer, rate);
                    step();
                }

                /// <summary>Goes to the next epoch.</summary>
                public void step() => step(null);

                /// <summary>Goes to an epoch, the next one when none is given.</summary>
                public void step(int? epoch)
                {
                    this.epoch = epoch ?? this.epoch + 1;
                    foreach (var g in optimizer.ParamGroups) g.LearningRate = rate(this.epoch, g.InitialLearningRate, g.LearningRate);
                }

                /// <summary>The rates in use, one per group.</summary>
                public IEnumerable<double> get_last_lr() => optimizer.ParamGroups.Select(g => g.LearningRate);
            }

            /// <summary>Multiplied by gamma every step_size epochs.</summary>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => e > 0 && e % step_size == 0 ? now * gamma : now);

            /// <summary>Multiplied by gamma at the milestones.</summary>
            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => now * Math.Pow(gamma, milestones.Count(m => m == e)));

            /// <summary>Multiplied by gamma every epoch.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => e == 0 ? now : now * gamma);

            /// <summary>The first rate times a function of the epoch.</summary>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => first * lr_lambda(e));

            /// <summary>Multiplied by a function of the epoch.</summary>
            public static LRScheduler MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => e == 0 ? now : now * lr_lambda(e));

            /// <summary>Along half a cosine from the first rate to eta_min in T_max epochs. Loshchilov and Hutter (2017).</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => eta_min + ((first - eta_min) * (1 + Math.Cos(Math.PI * e / T_max)) / 2));

            /// <summary>From start_factor to end_factor of the first rate in total_iters epochs.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => first * (start_factor + ((end_factor - start_factor) * Math.Min(e, total_iters) / total_iters)));

            /// <summary>A factor of the first rate for total_iters epochs, then the first rate.</summary>
            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => e < total_iters ? first * factor : first);

            /// <summary>The first rate times (1 − epoch/total_iters) to a power.</summary>
            public static LRScheduler PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) =>
                new(optimizer, (e, first, now) => first * Math.Pow(1 - ((double)Math.Min(e, total_iters) / total_iters), power));
        }
    }
}
