namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched.</summary>
        public abstract class HookableModule<TPreHook, TPostHook> : Module
        {
            private readonly List<TPreHook> preHooks = [];
            private readonly List<TPostHook> postHooks = [];
            private readonly List<Action<Module>> modulePreHooks = [], modulePostHooks = [];

            private protected HookableModule(string name) : base(name) { }

            /// <summary>Calls a function before every forward pass; what it returns, if not null, is the input.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(preHooks, hook);

            /// <summary>Calls a function with this module before every forward pass.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(modulePreHooks, hook);

            /// <summary>Calls a function after every forward pass; what it returns, if not null, is the result.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Register(postHooks, hook);

            /// <summary>Calls a function with this module after every forward pass.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Register(modulePostHooks, hook);

            private static HookRemover Register<T>(List<T> hooks, T hook)
            {
                hooks.Add(hook);
                return new HookRemover(() => hooks.Remove(hook));
            }

            private protected void Before(Action<TPreHook> run)
            {
                foreach (var hook in modulePreHooks.ToArray()) hook(this);
                foreach (var hook in preHooks.ToArray()) run(hook);
            }

            private protected TResult After<TResult>(TResult result, Func<TPostHook, TResult, TResult> run)
            {
                foreach (var hook in postHooks.ToArray()) result = run(hook, result);
                foreach (var hook in modulePostHooks.ToArray()) hook(this);
                return result;
            }
        }

        /// <summary>Takes a hook away.</summary>
        public sealed class HookRemover
        {
            private readonly Action action;

            internal HookRemover(Action action) => this.action = action;

            /// <summary>The hook is not called any more.</summary>
            public void remove() => action();
        }

        /// <summary>Anything that maps an input to a result.</summary>
        public interface IModule<in T, out TResult>
        {
            /// <summary>The result for an input, hooks included.</summary>
            TResult call(T input1);
        }

        /// <summary>A module with 1 input.</summary>
        public abstract class Module<T, TResult> : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            /// <summary>Starts a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The result for an input.</summary>
            public abstract TResult forward(T input);

            /// <summary>The result for an input, hooks included.</summary>
            public TResult call(T input)
            {
                Before(hook => input = hook(this, input) ?? input);
                return After(forward(input), (hook, y) => hook(this, input, y) ?? y);
            }
        }

        /// <summary>Anything that maps 2 inputs to a result.</summary>
        public interface IModule<in T1, in T2, out TResult>
        {
            /// <summary>The result for inputs, hooks included.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>A module with 2 inputs.</summary>
        public abstract class Module<T1, T2, TResult> : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            /// <summary>Starts a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The result for inputs.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>The result for inputs, hooks included.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                Before(hook => (input1, input2) = hook(this, input1, input2) ?? (input1, input2));
                return After(forward(input1, input2), (hook, y) => hook(this, input1, input2, y) ?? y);
            }
        }

        /// <summary>Anything that maps 3 inputs to a result.</summary>
        public interface IModule<in T1, in T2, in T3, out TResult>
        {
            /// <summary>The result for inputs, hooks included.</summary>
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module with 3 inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult> : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            /// <summary>Starts a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The result for inputs.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>The result for inputs, hooks included.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                Before(hook => (input1, input2, input3) = hook(this, input1, input2, input3) ?? (input1, input2, input3));
                return After(forward(input1, input2, input3), (hook, y) => hook(this, input1, input2, input3, y) ?? y);
            }
        }

        /// <summary>Anything that maps 4 inputs to a result.</summary>
        public interface IModule<in T1, in T2, in T3, in T4, out TResult>
        {
            /// <summary>The result for inputs, hooks included.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        /// <summary>A module with 4 inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>, Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>, IModule<T1, T2, T3, T4, TResult>
        {
            /// <summary>Starts a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The result for inputs.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            /// <summary>The result for inputs, hooks included.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                Before(hook => (input1, input2, input3, input4) = hook(this, input1, input2, input3, input4) ?? (input1, input2, input3, input4));
                return After(forward(input1, input2, input3, input4), (hook, y) => hook(this, input1, input2, input3, input4, y) ?? y);
            }
        }

        /// <summary>Anything that maps 5 inputs to a result.</summary>
        public interface IModule<in T1, in T2, in T3, in T4, in T5, out TResult>
        {
            /// <summary>The result for inputs, hooks included.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>A module with 5 inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>, Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>Starts a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The result for inputs.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>The result for inputs, hooks included.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                Before(hook => (input1, input2, input3, input4, input5) = hook(this, input1, input2, input3, input4, input5) ?? (input1, input2, input3, input4, input5));
                return After(forward(input1, input2, input3, input4, input5), (hook, y) => hook(this, input1, input2, input3, input4, input5, y) ?? y);
            }
        }

        /// <summary>Anything that maps 6 inputs to a result.</summary>
        public interface IModule<in T1, in T2, in T3, in T4, in T5, in T6, out TResult>
        {
            /// <summary>The result for inputs, hooks included.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }

        /// <summary>A module with 6 inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult> : HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>, Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>Starts a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The result for inputs.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            /// <summary>The result for inputs, hooks included.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                Before(hook => (input1, input2, input3, input4, input5, input6) = hook(this, input1, input2, input3, input4, input5, input6) ?? (input1, input2, input3, input4, input5, input6));
                return After(forward(input1, input2, input3, input4, input5, input6), (hook, y) => hook(this, input1, input2, input3, input4, input5, input6, y) ?? y);
            }
        }
    }
}
