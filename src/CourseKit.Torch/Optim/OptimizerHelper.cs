namespace TorchSharp.Modules;

using static torch;

/// <summary>What the optimisers share: groups with defaults, state per parameter, and files of both.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, ParameterState> states = new(ReferenceEqualityComparer.Instance);
    private readonly OptimizerOptions defaults;

    private protected OptimizerHelper(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        OptimizerOptions.Positive(defaults.LearningRate, "learning rate");
        this.defaults = defaults;
        foreach (var g in groups) add_param_group(g);
    }

    /// <summary>What a parameter's state tensors start from; null for one that comes later or never.</summary>
    private protected abstract double?[] Starts(OptimizerOptions options);

    /// <summary>Names the parts of a state in the order of TorchSharp's files.</summary>
    private protected abstract void Exchange(StateFile file);

    /// <summary>Adds parameters with options of their own.</summary>
    /// <exception cref="ArgumentException">A parameter is in a group already, or cannot be learned.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        foreach (var p in param_group.Parameters)
        {
            if (!p.is_leaf) throw new ArgumentException("can't optimize a non-leaf Tensor", nameof(param_group));
            if (parameters().Any(q => ReferenceEquals(p, q)))
                throw new ArgumentException("some parameters appear in more than one parameter group", nameof(param_group));
        }
        param_group.Options.FillFrom(defaults);
        base.add_param_group(param_group);
    }

    /// <summary>Writes options and state to a file in TorchSharp's format.</summary>
    public void save_state_dict(string location) => WholeFile.Write(location, stream =>
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        save_state_dict(writer);
    });

    /// <summary>
    /// Writes options and state: the optimiser's name, the numbers of groups and of parameters as LEB128, the groups' options, the parameters' state.
    /// </summary>
    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        TensorFile.WriteNumber(writer, Groups.Count);
        TensorFile.WriteNumber(writer, parameters().Count());
        foreach (var g in Groups) g.Options.Write(writer);
        foreach (var g in Groups)
            foreach (var p in g.Parameters) Exchange(new StateFile(writer, p, State(g, p)));
    }

    /// <summary>Reads what <see cref="save_state_dict(string)"/> wrote.</summary>
    /// <inheritdoc cref="load_state_dict(BinaryReader)"/>
    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <summary>Reads options and state. Nothing changes unless all of it is sound.</summary>
    /// <exception cref="ArgumentException">Another number of groups or parameters, or other shapes than this optimiser's.</exception>
    /// <exception cref="InvalidDataException">Another optimiser's file, or the data are damaged or end early.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        try
        {
            var name = TensorFile.ReadName(reader);
            if (name != GetType().Name)
                throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
            if (TensorFile.ReadNumber(reader) != Groups.Count) throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
            if (TensorFile.ReadNumber(reader) != parameters().Count()) throw new ArgumentException("Invalid optimizer state -- different number of states.");
            using var scope = NewDisposeScope();
            var read = new List<(ParamGroup Group, OptimizerOptions Options)>();
            foreach (var g in Groups)
            {
                var options = (OptimizerOptions)Activator.CreateInstance(g.Options.GetType())!;
                options.Read(reader);
                read.Add((g, options));
            }
            var fresh = new List<(Parameter Parameter, ParameterState State)>();
            foreach (var (g, options) in read)
            {
                foreach (var p in g.Parameters)
                {
                    var state = new ParameterState(Starts(options).Length);
                    Exchange(new StateFile(reader, p, state));
                    fresh.Add((p, state));
                }
            }
            foreach (var (g, options) in read) g.Options = options;
            foreach (var (p, state) in fresh)
            {
                if (states.TryGetValue(p, out var old)) old.Dispose();
                states[p] = state.Keep();
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("the file is damaged or ends early", e);
        }
    }

    /// <summary>The state of a parameter, made at its first use.</summary>
    private protected ParameterState State(ParamGroup group, Parameter p)
    {
        if (states.TryGetValue(p, out var s)) return s;
        var starts = Starts(group.Options);
        s = new ParameterState(starts.Length);
        for (var i = 0; i < starts.Length; i++)
            if (starts[i] is { } start) s.Tensors[i] = full(p.Impl.Shape, start, p.Impl.Dtype);
        return states[p] = s.Keep();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var s in states.Values) s.Dispose();
        states.Clear();
    }
}

/// <summary>What an optimiser remembers of one parameter.</summary>
internal sealed class ParameterState(int count) : IDisposable
{
    /// <summary>How often the parameter was moved.</summary>
    internal long Step;

    /// <summary>Tensors in the parameter's shape; null where there is none.</summary>
    internal readonly Tensor[] Tensors = new Tensor[count];

    /// <summary>Takes the tensors out of the dispose scope in which they were made.</summary>
    internal ParameterState Keep()
    {
        foreach (var t in Tensors) t?.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var t in Tensors) t?.Dispose();
    }
}

/// <summary>One parameter's state on its way into a file or out of one: an optimiser names the parts once, for both directions.</summary>
internal sealed class StateFile
{
    private readonly BinaryWriter? writer;
    private readonly BinaryReader? reader;
    private readonly Parameter parameter;
    private readonly ParameterState state;

    internal StateFile(BinaryWriter writer, Parameter parameter, ParameterState state) => (this.writer, this.parameter, this.state) = (writer, parameter, state);

    internal StateFile(BinaryReader reader, Parameter parameter, ParameterState state) => (this.reader, this.parameter, this.state) = (reader, parameter, state);

    internal void Step()
    {
        writer?.Write(state.Step);
        if (reader is not null) state.Step = reader.ReadInt64();
    }

    internal void Tensor(int i)
    {
        if (writer is not null) TensorFile.Write(writer, state.Tensors[i]);
        if (reader is not null) state.Tensors[i] = TensorFile.Read(reader, parameter, strict: true)!;
    }

    /// <summary>A tensor that may not be there, after a flag that says so.</summary>
    internal void Optional(int i)
    {
        writer?.Write(state.Tensors[i] is not null);
        if (reader?.ReadBoolean() ?? (state.Tensors[i] is not null)) Tensor(i);
    }
}
