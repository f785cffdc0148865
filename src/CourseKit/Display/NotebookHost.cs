using System.Reflection;
using System.Runtime.Loader;

namespace CourseKit;

/// <summary>
/// What the kernel offers in whose notebook the library runs: functions under well-known names in <see cref="AppContext"/>, as
/// <c>docs/notebook-host.md</c> describes them. Without such a kernel there is nothing, and everything works all the same.
/// </summary>
public static class NotebookHost
{
    /// <summary>
    /// To be called once by a notebook. Where .NET Interactive runs it, loads <c>CourseKit.Interactive.dll</c> from beside this assembly,
    /// which shows charts and frames there and offers the names; elsewhere does nothing.
    /// </summary>
    public static void Attach()
    {
        if (AppDomain.CurrentDomain.GetAssemblies().All(assembly => assembly.GetName().Name != "Microsoft.DotNet.Interactive")) return;
        var here = typeof(NotebookHost).Assembly;
        // In this assembly's own context: another would load a second CourseKit, whose types are not those of the notebook.
        var bridge = AssemblyLoadContext.GetLoadContext(here)!.LoadFromAssemblyPath(Path.ChangeExtension(here.Location, "Interactive.dll"));
        var register = bridge.GetType("CourseKit.Interactive.InteractiveHost", throwOnError: true)!.GetMethod("Register")!;
        register.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    /// <summary>Shows a value below the running cell.</summary>
    /// <returns>What shows another value in its place; null if nobody can.</returns>
    internal static Action<object>? Display(object value) =>
        (AppContext.GetData("Notebook.Display") as Func<object, Action<object>?>)?.Invoke(value);

    /// <summary>Cancelled when the user interrupts the running cell.</summary>
    internal static CancellationToken Interrupted =>
        (AppContext.GetData("Notebook.Interrupted") as Func<CancellationToken>)?.Invoke() ?? CancellationToken.None;

    /// <summary>A source that is cancelled with the token, or when the user interrupts the running cell.</summary>
    internal static CancellationTokenSource LinkedTo(CancellationToken cancellationToken) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Interrupted);
}
