using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>Names a field's component in the state dictionary, or leaves it out.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ComponentNameAttribute : Attribute
{
    /// <summary>The name to use instead of the field's.</summary>
    public string? Name { get; set; }
}

public static partial class torch
{
    /// <summary>Neural networks: modules, their factories, <c>functional</c>, <c>init</c> and <c>utils</c>.</summary>
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: it owns parameters (learned), buffers (kept with it) and submodules. Derived classes assign them to fields and call
        /// <see cref="RegisterComponents"/> at the end of their constructor; the field names become the names in <see cref="state_dict"/>.
        /// </summary>
        public abstract partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> submodules = [];
            private readonly OrderedDictionary<string, Parameter?> ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor? Tensor, bool Persistent)> ownBuffers = [];
            private readonly string name;

            /// <summary>Starts a module in training mode.</summary>
            protected Module(string name) => this.name = name;

            /// <summary>True in training mode, false after <see cref="eval"/>.</summary>
            public bool training { get; private set; } = true;

            /// <summary>The name given to the constructor.</summary>
            public string GetName() => name;

            /// <summary>Registers what the fields hold: modules, parameters, and other tensors as buffers. Calling it again does nothing new.</summary>
            protected virtual void RegisterComponents()
            {
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        var key = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                        if (submodules.ContainsKey(key) || ownParameters.ContainsKey(key) || ownBuffers.ContainsKey(key)) continue;
                        Register(key, field.GetValue(this));
                    }
                }
            }

            private void Register(string key, object? component)
            {
                switch (component)
                {
                    case Module m: register_module(key, m); break;
                    case Parameter p: register_parameter(key, p); break;
                    case Tensor t: register_buffer(key, t); break;
                }
            }

            /// <summary>Forgets all modules and parameters of its own and registers others.</summary>
            private protected void ReplaceComponents(IEnumerable<(string Key, object Component)> components)
            {
                submodules.Clear();
                ownParameters.Clear();
                foreach (var (key, component) in components) Register(key, component);
            }

            /// <summary>Adds a submodule under a name.</summary>
            /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                CheckName(name, "module");
                ArgumentNullException.ThrowIfNull(submodule);
                if (!submodules.TryAdd(name, submodule)) throw new InvalidOperationException($"Sub-module {name} is already registered.");
            }

            /// <summary>Adds a submodule under a name.</summary>
            public virtual void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Adds a parameter under a name; null reserves the name.</summary>
            public virtual void register_parameter(string name, Parameter? param)
            {
                CheckName(name, "parameter");
                if (param is { is_leaf: false }) throw new InvalidOperationException("Parameters must be leaf nodes.");
                param?.DetachFromDisposeScope();
                if (!ownParameters.TryAdd(name, param)) throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            /// <summary>Adds a tensor that is kept with the module but not learned; a persistent one is in the state dictionary.</summary>
            public virtual void register_buffer(string name, Tensor? tensor, bool persistent = true)
            {
                CheckName(name, "buffer");
                tensor?.DetachFromDisposeScope();
                if (!ownBuffers.TryAdd(name, (tensor, persistent))) throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            private static void CheckName(string name, string what)
            {
                if (string.IsNullOrEmpty(name)) throw new ArgumentException($"a {what}'s name can't be empty", nameof(name));
                if (name.Contains('.', StringComparison.Ordinal)) throw new ArgumentException($"a {what}'s name can't contain \".\", got {name}", nameof(name));
            }

            private protected Parameter? ParameterAt(string key) => ownParameters[key];

            private protected void ReplaceParameter(string key, Parameter? value)
            {
                value?.DetachFromDisposeScope();
                ownParameters[key] = value;
            }

            private protected Tensor? BufferAt(string key) => ownBuffers[key].Tensor;

            private protected void ReplaceBuffer(string key, Tensor? value)
            {
                value?.DetachFromDisposeScope();
                ownBuffers[key] = (value, ownBuffers[key].Persistent);
            }

            /// <summary>Training mode for this module and all below: dropout drops, batch norm uses the batch.</summary>
            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var m in submodules.Values) m.train(train);
            }

            /// <summary>Evaluation mode for this module and all below.</summary>
            public virtual void eval() => train(false);

            /// <summary>Forgets the parameters' gradients, or sets them to 0.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var p in parameters())
                {
                    if (p.Impl.Grad is not { } g) continue;
                    if (set_to_none) p.grad = null;
                    else g.Fill(0);
                }
            }

            /// <summary>Calls a function on every module below, then on this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var m in submodules.Values) m.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>The direct submodules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => submodules.Select(s => (s.Key, s.Value));

            /// <summary>The direct submodules.</summary>
            public virtual IEnumerable<Module> children() => submodules.Values;

            /// <summary>All modules below with their dotted names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var (key, m) in named_children())
                {
                    yield return (key, m);
                    foreach (var (sub, below) in m.named_modules()) yield return ($"{key}.{sub}", below);
                }
            }

            /// <summary>All modules below.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>Own parameters, then those of the submodules, with dotted names; a shared parameter once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Walk(recurse, m => m.ownParameters.Where(p => p.Value is not null).Select(p => (p.Key, p.Value!)));

            /// <summary>All parameters.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            /// <summary>All buffers with dotted names.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                Walk(recurse, m => m.ownBuffers.Where(b => b.Value.Tensor is not null && (include_nonpersistent || b.Value.Persistent)).Select(b => (b.Key, b.Value.Tensor!)));

            /// <summary>All buffers.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            private IEnumerable<(string, TValue)> Walk<TValue>(bool recurse, Func<Module, IEnumerable<(string, TValue)>> own) where TValue : class
            {
                var seen = new HashSet<TValue>(ReferenceEqualityComparer.Instance);
                return Below(this, "").Where(v => seen.Add(v.Item2));

                IEnumerable<(string, TValue)> Below(Module m, string prefix)
                {
                    foreach (var (key, value) in own(m)) yield return (prefix + key, value);
                    if (!recurse) yield break;
                    foreach (var (key, child) in m.submodules)
                        foreach (var item in Below(child, $"{prefix}{key}.")) yield return item;
                }
            }

            /// <summary>True when a buffer of that dotted name exists.</summary>
            public virtual bool has_buffer(string target) => named_buffers().Any(b => b.name == target);

            /// <summary>True when a parameter of that dotted name exists.</summary>
            public virtual bool has_parameter(string target) => named_parameters().Any(p => p.name == target);

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(b => b.name == target).buffer;

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;

            /// <summary>Disposes parameters and buffers of this module and all below.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes parameters and buffers of this module and all below.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var p in ownParameters.Values) p?.Dispose();
                foreach (var (t, _) in ownBuffers.Values) t?.Dispose();
                foreach (var m in submodules.Values) m.Dispose();
            }
        }
    }
}
