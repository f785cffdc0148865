
namespace CourseKit.Notebooks.Tests;

public class DirectiveTests
{
    [Fact]
    public async Task Imports_run_in_the_session_with_paths_that_count_from_its_folder()
    {
        using var folder = new TempFolder();
        folder.Write("my setup.csx",
            "using System.Numerics;\n#!import sub/helpers.cs\nint fromSetup = Helper(1); Console.Write(\"setup\");\nfromSetup");
        folder.Write("sub/helpers.cs", "#load \"sub/more.csx\"\nint Helper(int x) => x + More;");
        folder.Write("sub/more.csx", "const int More = 100;");
        await using var session = new Scripted(folder.Root);

        var result = await session.Succeed("#!import my setup.csx\nvar here = fromSetup + Helper(2);\nComplex.One.Real + here");

        Assert.Equal("204", result.Result!.Text("text/plain"));
        Assert.Equal(["out:setup"], session.Events);
        Assert.Equal("203", await session.Text("#!import \"my setup.csx\"\nhere"));
    }

    [Fact]
    public async Task Code_before_an_import_runs_before_it()
    {
        using var folder = new TempFolder();
        folder.Write("a.csx", "n *= 10;");
        await using var session = new Scripted(folder.Root);

        Assert.Equal("31", await session.Text("int n = 3;\n#!import a.csx\nn += 1;\nn"));
    }

    [Fact]
    public async Task A_notebook_can_be_imported()
    {
        using var folder = new TempFolder();
        var document = new NotebookDocument();
        document.Cells.AddRange(
            [NotebookCell.Markdown("int no = 1;"), NotebookCell.Code("int a = 2;"), NotebookCell.Code("int b = a + 1;\nb")]);
        document.Save(Path.Combine(folder.Root, "part.ipynb"));
        folder.Write("broken.ipynb", "{\n oops");
        await using var session = new Scripted(folder.Root);

        Assert.Equal("5", await session.Text("#!import part.ipynb\na + b"));
        var error = await session.Fail("1\n#!import broken.ipynb");
        Assert.Contains("cell 2, line 2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("broken.ipynb(2): this is not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_in_an_imported_file_name_the_file()
    {
        using var folder = new TempFolder();
        folder.Write("bad.csx", "\nint x = y;");
        folder.Write("throws.csx", "void F()\n{\n    throw new Exception(\"no\");\n}\nF();");
        await using var session = new Scripted(folder.Root);

        Assert.StartsWith("bad.csx, line 2: CS0103", (await session.Fail("#!import bad.csx")).Message, StringComparison.Ordinal);
        Assert.Equal("throws.csx, line 3: no", (await session.Fail("#!import throws.csx")).Message);
    }

    [Theory]
    [InlineData("\n#!import nowhere.csx", "cell 1, line 2: there is no file ", "nowhere.csx to import")]
    [InlineData("#r \"../nowhere/Missing.dll\"", "cell 1, line 1: #r \"../nowhere/Missing.dll\": there is no file ", "Build the project")]
    [InlineData("#r \"text.txt\"", "cell 1, line 1: #r \"text.txt\": ", "not a .NET assembly")]
    [InlineData("#!fsharp", "cell 1, line 1: #!fsharp is not known", "#!import")]
    [InlineData("#!import", "cell 1, line 1: #!import needs a file name", "#!import")]
    [InlineData("#r \"nuget: a b c\"", "cell 1, line 1: #r \"nuget: a b c\": write", "Name, 1.2.3")]
    [InlineData("#!import loop.csx", "loop.csx, line 1: loop.csx imports itself", "loop.csx → loop.csx")]
    public async Task What_cannot_be_followed_says_why_and_where(string code, string start, string part)
    {
        using var folder = new TempFolder();
        folder.Write("text.txt", "no assembly");
        folder.Write("loop.csx", "#!import loop.csx");
        await using var session = new Scripted(folder.Root);

        var error = await session.Fail(code);

        Assert.Equal("DirectiveError", error.Name);
        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal("3", await session.Text("1 + 2"));
    }

    [Theory]
    [InlineData("var s = \"\"\"\n#!import nowhere.csx\n#r \"x\"\n\"\"\";\ns.Length", "27")]
    [InlineData("/*\n#!import nowhere.csx\n*/\n1", "1")]
    [InlineData("#if NEVER\n#r \"nowhere\"\n#endif\n2", "2")]
    [InlineData("#!csharp\n3", "3")]
    [InlineData("#region a\nvar x = 4;\n#endregion\n#pragma warning disable\nx", "4")]
    public async Task Only_real_directives_are_followed(string code, string expected)
    {
        await using var session = new Scripted();

        Assert.Equal(expected, await session.Text(code));
    }

    [Fact]
    public async Task An_assembly_is_found_with_what_it_depends_on()
    {
        using var folder = new TempFolder();
        var below = folder.Compile("Below", "namespace Below { public class Base { public virtual string Name => \"base\"; } }");
        folder.Compile("Above", "namespace Above { public class Derived : Below.Base { public override string Name => \"derived\"; } }",
            below);
        await using var session = new Scripted(folder.Root);

        await session.Succeed("#r \"lib/Above.dll\"\nvar d = new Above.Derived();");

        Assert.Equal("derived base", await session.Text("#r \"lib/Below.dll\"\nd.Name + \" \" + new Below.Base().Name"));
        Assert.Equal("true", await session.Text("#r \"lib/Above.dll\"\nd is Above.Derived"));
    }

    [Fact]
    public async Task Another_build_of_an_assembly_that_is_loaded_is_refused()
    {
        using var folder = new TempFolder();
        folder.Compile("Same", "public class S { public const int V = 1; }");
        await using var session = new Scripted(folder.Root);
        await session.Succeed("#r \"lib/Same.dll\"\nS.V");
        File.Delete(Path.Combine(folder.Root, "lib/Same.dll"));
        folder.Compile("Same", "public class S { public const int V = 2; }");

        Assert.Contains("Restart the kernel", (await session.Fail("#r \"lib/Same.dll\"")).Message, StringComparison.Ordinal);
        Assert.Equal("1", await session.Text("S.V"));
    }

    [Fact]
    public async Task An_assembly_that_the_host_has_is_the_host_s()
    {
        // The same file elsewhere, as when notebook and host each have their copy.
        using var folder = new TempFolder();
        var here = typeof(Hooks).Assembly.Location;
        var copy = Path.Combine(folder.Root, Path.GetFileName(here));
        File.Copy(here, copy);
        await using var session = new Scripted(folder.Root);

        var result = await session.Succeed($"#r \"{Path.GetFileName(here)}\"\ntypeof(CourseKit.Notebooks.Tests.Hooks)");

        Assert.Same(typeof(Hooks), result.Value);
    }

    [Fact]
    public async Task An_assembly_of_the_host_s_that_has_been_built_anew_is_refused()
    {
        // As when the course is rebuilt while a kernel runs.
        using var folder = new TempFolder();
        var name = typeof(Hooks).Assembly.GetName().Name!;
        var copy = Path.Combine(folder.Root, "lib", name + ".dll");
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(typeof(Hooks).Assembly.Location, copy);
        await using var session = new Scripted(folder.Root);
        await session.Succeed($"#r \"lib/{name}.dll\"\nvar before = typeof(CourseKit.Notebooks.Tests.Hooks);");
        File.Delete(copy);
        folder.Compile(name, "namespace CourseKit.Notebooks.Tests { public class Hooks { public int New => 1; } }");

        var error = await session.Fail($"#r \"lib/{name}.dll\"");

        Assert.Contains($"{name} has been loaded in another build", error.Message, StringComparison.Ordinal);
        Assert.Equal("true", await session.Text("before == typeof(CourseKit.Notebooks.Tests.Hooks)"));
    }

    [Fact]
    public async Task A_package_is_restored_and_its_version_is_the_one_asked_for()
    {
        await using var session = new Scripted();

        var text = await session.Text(
            "#r \"nuget: Newtonsoft.Json, 13.0.1\"\nusing Newtonsoft.Json;\nJsonConvert.SerializeObject(new { a = 1 }) + "
                + "typeof(JsonConvert).Assembly.GetCustomAttributes(false).OfType<System.Reflection.AssemblyFileVersionAttribute>()"
                + ".Single().Version");

        Assert.StartsWith("{\"a\":1}13.0.1", text, StringComparison.Ordinal);
        Assert.Equal("[1]", await session.Text("JsonConvert.SerializeObject(new[] { 1 })"));
    }

    [Fact]
    public async Task A_package_that_does_not_exist_is_reported_in_the_restore_s_words()
    {
        await using var session = new Scripted();

        var error = await session.Fail("#r \"nuget: CourseKit.No.Such.Package, 1.0.0\"");

        Assert.StartsWith("cell 1, line 1: #r \"nuget: CourseKit.No.Such.Package, 1.0.0\": NU1101", error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(".csproj", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Without_a_network_an_error_names_the_package_and_what_there_is_instead()
    {
        using var folder = new TempFolder();
        folder.Write(
            "NuGet.Config",
            """
            <configuration><packageSources>
              <clear/><add key="gone" value="http://127.0.0.1:9/" allowInsecureConnections="true"/>
            </packageSources></configuration>
            """);
        await using var session = new Scripted(folder.Root);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        var unknown = (await session.Run("#r \"nuget: CourseKit.No.Such.Package, 1.0.0\"", patience.Token)).Error!;
        var other = (await session.Run("#r \"nuget: xunit, 1.0.0\"", patience.Token)).Error!;

        Assert.StartsWith("cell 1, line 1: #r \"nuget: CourseKit.No.Such.Package, 1.0.0\": NU1301", unknown.Message,
            StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:9/", unknown.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Check the network, and the sources in NuGet.Config. Without a network you can use packages that have been downloaded before, "
                + "which these have not.", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("Without a network you can use what has been downloaded before: #r \"nuget: xunit, 2.", other.Message,
            StringComparison.Ordinal);
        await session.Succeed("#r \"nuget: xunit.abstractions, 2.0.3\"\nXunit.Abstractions.ITypeInfo? type = null;");
    }
}
