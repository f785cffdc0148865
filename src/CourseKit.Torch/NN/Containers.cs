namespace TorchSharp
{
    using Modules;

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A list of modules.</summary>
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);
            /// <summary>A list of modules.</summary>
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
        }
    }
}

namespace TorchSharp.Modules
{
    using System.Collections;
    using System.Globalization;
    using static torch;

    /// <summary>A list of modules whose parameters are found like those of fields.</summary>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> items = [];

        /// <summary>A list of modules, named by their place.</summary>
        public ModuleList(params T[] modules)
            : base("ModuleList")
        {
            foreach (var m in modules) Add(m);
        }

        /// <summary>One module.</summary>
        public T this[int index]
        {
            get => items[index];
            set => Change(() => items[index] = value);
        }

        /// <summary>The number of modules.</summary>
        public int Count => items.Count;

        /// <summary>Always false.</summary>
        public bool IsReadOnly => false;

        /// <summary>Adds a module.</summary>
        public void Add(T item)
        {
            register_module(items.Count.ToString(CultureInfo.InvariantCulture), item);
            items.Add(item);
        }

        /// <summary>Adds modules.</summary>
        public void append(params T[] parameters) => extend(parameters);

        /// <summary>Adds modules.</summary>
        public void extend(IEnumerable<T> modules)
        {
            foreach (var m in modules) Add(m);
        }

        /// <summary>Removes all modules.</summary>
        public void Clear() => Change(items.Clear);

        /// <summary>True when the module is in the list.</summary>
        public bool Contains(T item) => items.Contains(item);

        /// <summary>Copies the modules to an array.</summary>
        public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

        /// <summary>The modules in order.</summary>
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

        /// <summary>The place of a module, or −1.</summary>
        public int IndexOf(T item) => items.IndexOf(item);

        /// <summary>Inserts a module.</summary>
        public void Insert(int index, T item) => Change(() => items.Insert(index, item));

        /// <summary>Removes a module.</summary>
        public bool Remove(T item)
        {
            var at = items.IndexOf(item);
            if (at >= 0) RemoveAt(at);
            return at >= 0;
        }

        /// <summary>Removes the module at a place.</summary>
        public void RemoveAt(int index) => Change(() => items.RemoveAt(index));

        private void Change(Action change)
        {
            change();
            ClearModules();
            for (var i = 0; i < items.Count; i++) register_module(i.ToString(CultureInfo.InvariantCulture), items[i]);
        }
    }
}
