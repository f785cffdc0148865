namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>All parameters and then all persistent buffers, by dotted name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var lead = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, p) in named_parameters()) destination.TryAdd(lead + key, p);
                foreach (var (key, b) in named_buffers(include_nonpersistent: false)) destination.TryAdd(lead + key, b);
                return destination;
            }

            /// <summary>Copies values into this module's parameters and buffers.</summary>
            /// <returns>Names that the module has and the source lacks, and the other way round.</returns>
            /// <exception cref="InvalidOperationException">With <paramref name="strict"/>: the names do not match.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var missing = own.Keys.Where(k => !source.ContainsKey(k) && skip?.Contains(k) != true).ToList();
                var unexpected = source.Keys.Where(k => !own.ContainsKey(k) && skip?.Contains(k) != true).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary: "
                        + $"missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                using var mode = no_grad();
                foreach (var (key, value) in source)
                    if (own.TryGetValue(key, out var target) && skip?.Contains(key) != true) target.copy_(value);
                return (missing, unexpected);
            }

            /// <summary>Writes the state to a file in TorchSharp's format.</summary>
            public virtual Module save(string location, IList<string>? skip = null)
            {
                WholeFile.Write(location, stream => save(stream, skip));
                return this;
            }

            /// <summary>Writes the state to a stream in TorchSharp's format.</summary>
            public virtual Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>Writes the state: a LEB128 count, then per entry its name and the tensor as <c>Tensor.Save</c> writes it.</summary>
            public virtual Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes a state dictionary.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(e => skip?.Contains(e.Key) != true).ToList();
                TensorFile.WriteNumber(writer, entries.Count);
                foreach (var (key, t) in entries)
                {
                    writer.Write(key);
                    TensorFile.Write(writer, t);
                }
                writer.Flush();
            }

            /// <summary>Reads the state from a file that <see cref="save(string, IList{string})"/> wrote.</summary>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException("the module file does not exist", location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads the state from a stream.</summary>
            public virtual Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads the state. Nothing of the module changes unless the whole file is sound.</summary>
            /// <exception cref="ArgumentException">With <paramref name="strict"/>: other names, shapes or element types than the module's.</exception>
            /// <exception cref="InvalidDataException">The data are damaged or end early.</exception>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var own = state_dict();
                var count = TensorFile.ReadNumber(reader);
                var expected = own.Keys.Count(k => skip?.Contains(k) != true);
                if (strict && count != expected)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {expected}, but found {count} entries.");
                using var scope = NewDisposeScope();
                var read = new List<(string Key, Tensor Target, Tensor Value)>();
                for (long i = 0; i < count; i++)
                {
                    var key = TensorFile.ReadName(reader);
                    var known = own.TryGetValue(key, out var target) && skip?.Contains(key) != true;
                    if (strict && !known && skip?.Contains(key) != true)
                        throw new ArgumentException($"Mismatched module state names: the target module does not have a submodule or buffer named '{key}'");
                    var value = TensorFile.Read(reader, known ? target : null, strict);
                    if (known && value is not null) read.Add((key, target!, value));
                }
                using var mode = no_grad();
                foreach (var (_, target, value) in read) target.copy_(value);
                if (loadedParameters is not null)
                    foreach (var key in own.Keys) loadedParameters[key] = read.Exists(r => r.Key == key);
                return this;
            }
        }
    }
}
