namespace CourseKit.Notebooks;

/// <summary>What a completion stands for.</summary>
public enum CompletionKind
{
    /// <summary>A local variable, or one of an earlier cell.</summary>
    Variable,

    /// <summary>A parameter, also by name in a call.</summary>
    Parameter,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A constant or a member of an enumeration.</summary>
    Constant,

    /// <summary>A property.</summary>
    Property,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A method, extension methods included.</summary>
    Method,

    /// <summary>A class or record.</summary>
    Class,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>An interface.</summary>
    Interface,

    /// <summary>A delegate.</summary>
    Delegate,

    /// <summary>A type parameter.</summary>
    TypeParameter,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A keyword of the language.</summary>
    Keyword,

    /// <summary>A directive such as <c>#!import</c>.</summary>
    Directive,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A package or a version of it.</summary>
    Package,
}

/// <summary>One way to go on.</summary>
/// <param name="Text">What replaces the text between start and end of the list.</param>
/// <param name="DisplayText">What a front end may show for it: a signature, if there is one.</param>
/// <param name="Kind">What it stands for.</param>
public sealed record CompletionItem(string Text, string DisplayText, CompletionKind Kind);

/// <summary>The ways to go on from a place in the code.</summary>
/// <param name="Start">Where the text to be replaced begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The ways, best first; empty if none are known.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);
