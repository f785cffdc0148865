global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using TorchSharp;
global using TorchSharp.Modules;
global using static TorchSharp.torch;
global using static TorchSharp.torch.nn;
global using static Prelude;

/// <summary>Functions that the code of the golden cases calls.</summary>
public static class Prelude
{
    /// <summary>The values of a module's state, parameters first.</summary>
    public static Tensor[] State(Module module) => module.state_dict().Values.Select(v => v.detach().clone()).ToArray();

    /// <summary>Both parameters after steps 1, 2, 5 and 10 on Σ a (p − t)² + p₀ Σ sin q.</summary>
    public static Tensor[] OptSteps(Tensor p0, Tensor q0, Tensor a, Tensor t, Func<Parameter[], optim.Optimizer> make)
    {
        var (p, q) = (new Parameter(p0.clone()), new Parameter(q0.clone()));
        var seen = new List<Tensor>();
        var optimizer = make(new[] { p, q });
        for (var step = 1; step <= 10; step++)
        {
            optimizer.zero_grad();
            var loss = (a * (p - t).square()).sum() + q.sin().sum() * p[0];
            loss.backward();
            optimizer.step();
            if (step is not (1 or 2 or 5 or 10)) continue;
            seen.Add(p.detach().clone());
            seen.Add(q.detach().clone());
        }
        return seen.ToArray();
    }

    /// <summary>The learning rates that a scheduler gives in n steps.</summary>
    public static Tensor LrTrace(long n, double lr, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
    {
        var optimizer = optim.SGD(new[] { new Parameter(zeros(2)) }, lr);
        var scheduler = make(optimizer);
        var rates = new double[n];
        for (var i = 0; i < n; i++)
        {
            rates[i] = optimizer.ParamGroups.First().LearningRate;
            optimizer.step();
            scheduler.step();
        }
        return tensor(rates);
    }

    /// <summary>The losses of training steps, then each parameter's sum and sum of squares in double precision.</summary>
    public static Tensor[] Trace(long steps, optim.Optimizer optimizer, IEnumerable<Parameter> parameters, Func<Tensor> makeLoss)
    {
        var losses = new float[steps];
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            var loss = makeLoss();
            loss.backward();
            optimizer.step();
            losses[i] = loss.item<float>();
        }
        var values = parameters.Select(p => p.detach().to(float64)).ToArray();
        return new[]
        {
            tensor(losses),
            tensor(values.Select(v => v.sum().item<double>()).ToArray()),
            tensor(values.Select(v => v.square().sum().item<double>()).ToArray()),
        };
    }

    /// <summary>What a save writes, as a uint8 tensor.</summary>
    public static Tensor Bytes(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return tensor(stream.ToArray());
    }
}
