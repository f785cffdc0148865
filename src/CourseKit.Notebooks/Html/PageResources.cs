namespace CourseKit.Notebooks;

/// <summary>The files of <c>Html/assets</c>, which travel inside the assembly.</summary>
internal static class PageResources
{
    public static string Read(string name)
    {
        using var stream = typeof(PageResources).Assembly.GetManifestResourceStream("Html/" + name)
            ?? throw new InvalidOperationException($"The assembly was built without Html/assets/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
