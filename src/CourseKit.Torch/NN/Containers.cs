namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.ModuleList{T}"/>
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);
            /// <inheritdoc cref="Modules.ModuleList{T}"/>
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
            /// <inheritdoc cref="Modules.ModuleDict{T}"/>
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => new(modules);
            /// <inheritdoc cref="Modules.ModuleDict{T}"/>
            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module => new(modules);
            /// <inheritdoc cref="Modules.ParameterList"/>
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
            /// <inheritdoc cref="Modules.ParameterDict"/>
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Collections;
    using System.Globalization;
    using static torch;

    /// <summary>A list whose items are components of this module, named by their place.</summary>
    public abstract class ComponentList<T> : nn.Module, IList<T> where T : class
    {
        private readonly List<T> items = [];

        private protected ComponentList(string name, T[] items) : base(name) => extend(items);

        /// <inheritdoc/>
        public T this[int index] { get => items[index]; set => Change(() => items[index] = value); }
        /// <inheritdoc/>
        public int Count => items.Count;
        /// <inheritdoc/>
        public bool IsReadOnly => false;
        /// <inheritdoc/>
        public void Add(T item) => Change(() => items.Add(item));
        /// <summary>Adds items at the end.</summary>
        public void append(params T[] parameters) => extend(parameters);
        /// <summary>Adds items at the end.</summary>
        public void extend(IEnumerable<T> modules) => Change(() => items.AddRange(modules));
        /// <inheritdoc/>
        public void Clear() => Change(items.Clear);
        /// <inheritdoc/>
        public bool Contains(T item) => items.Contains(item);
        /// <inheritdoc/>
        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);
        /// <inheritdoc/>
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
        /// <inheritdoc/>
        public int IndexOf(T item) => items.IndexOf(item);
        /// <inheritdoc/>
        public void Insert(int index, T item) => Change(() => items.Insert(index, item));
        /// <inheritdoc/>
        public void RemoveAt(int index) => Change(() => items.RemoveAt(index));
        /// <inheritdoc/>
        public bool Remove(T item)
        {
            var found = items.Contains(item);
            if (found) Change(() => items.Remove(item));
            return found;
        }

        private void Change(Action change)
        {
            change();
            ReplaceComponents(items.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), (object)item)));
        }
    }

    /// <summary>Named items that are components of this module, in the order in which they were added.</summary>
    public abstract class ComponentDictionary<T> : nn.Module, IEnumerable<(string, T)> where T : class
    {
        private readonly OrderedDictionary<string, T> items = [];

        private protected ComponentDictionary(string name, (string, T)[] items) : base(name)
        {
            foreach (var item in items) Add(item);
        }

        /// <summary>The item of a name.</summary>
        public T this[string key] { get => items[key]; set => Change(() => items[key] = value); }
        /// <summary>The name and the item at a place.</summary>
        public (string, T) this[int index] => (items.GetAt(index).Key, items.GetAt(index).Value);
        /// <summary>The number of items.</summary>
        public int Count => items.Count;
        /// <summary>The names.</summary>
        public ICollection<string> Keys => items.Keys;
        /// <summary>The items.</summary>
        public ICollection<T> Values => items.Values;
        /// <summary>Adds an item under a name that is free.</summary>
        public void Add(string key, T value) => Change(() => items.Add(key, value));
        /// <summary>Adds an item under a name that is free.</summary>
        public void Add((string, T) item) => Add(item.Item1, item.Item2);
        /// <summary>Whether there is an item of that name.</summary>
        public bool ContainsKey(string key) => items.ContainsKey(key);
        /// <summary>The item of a name, if there is one.</summary>
        public bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value) => items.TryGetValue(key, out value);
        /// <summary>Removes the item of a name.</summary>
        public bool Remove(string key)
        {
            var found = items.ContainsKey(key);
            if (found) Change(() => items.Remove(key));
            return found;
        }
        /// <summary>Removes all items.</summary>
        public void Clear() => Change(items.Clear);
        /// <inheritdoc/>
        public IEnumerator<(string, T)> GetEnumerator() => items.Select(i => (i.Key, i.Value)).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Change(Action change)
        {
            change();
            ReplaceComponents(items.Select(i => (i.Key, (object)i.Value)));
        }
    }

    /// <summary>A list of modules, which are found like those of fields.</summary>
    public class ModuleList<T>(params T[] modules) : ComponentList<T>("ModuleList", modules) where T : nn.Module;

    /// <summary>Named modules, which are found like those of fields.</summary>
    public class ModuleDict<T>(params (string, T)[] modules) : ComponentDictionary<T>("ModuleDict", modules) where T : nn.Module;

    /// <summary>A list of parameters, which are found like those of fields.</summary>
    public class ParameterList(params Parameter[] parameters) : ComponentList<Parameter>(nameof(ParameterList), parameters);

    /// <summary>Named parameters, which are found like those of fields.</summary>
    public class ParameterDict(params (string, Parameter)[] parameters) : ComponentDictionary<Parameter>(nameof(ParameterDict), parameters);
}
