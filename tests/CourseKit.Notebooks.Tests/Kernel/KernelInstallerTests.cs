using System.Text.Json.Nodes;

namespace CourseKit.Notebooks.Tests;

public sealed class KernelInstallerTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly KernelInstaller installer;
    private readonly string target;
    private readonly KernelLaunch launch;

    public KernelInstallerTests()
    {
        var folders = new JupyterFolders(System.Runtime.InteropServices.OSPlatform.Linux, folder.Root,
            name => name == "JUPYTER_PATH" ? Path.Combine(folder.Root, "system") : null);
        installer = new KernelInstaller(folders);
        target = folders.UserKernels;
        launch = KernelLaunch.Launcher(folder.Write("course/coursekit", ""), "/usr/share/dotnet");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_kernel_has_the_notebooks_name_a_specification_and_a_logo()
    {
        var (kernel, other) = installer.Install(target, launch, FakeAssets.Embedded);
        Assert.Equal((".net-csharp", ".NET (C#)", true, true), (kernel.Name, kernel.DisplayName, kernel.IsOurs, kernel.Starts));
        Assert.Null(other);
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(kernel.Folder, "kernel.json")))!;
        Assert.Equal(("C#", "message"), ((string?)spec["language"], (string?)spec["interrupt_mode"]));
        Assert.Contains("{connection_file}", spec["argv"]!.AsArray().Select(argument => (string?)argument));
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
        foreach (var size in (int[])[32, 64])
        {
            var logo = File.ReadAllBytes(Path.Combine(kernel.Folder, $"logo-{size}x{size}.png"));
            Assert.Equal(png, logo[..4]);
            Assert.Equal((size, size), ((int)logo[19], (int)logo[23]));
        }
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(kernel.Folder, "logo-svg.svg")), StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(kernel.Folder).Length);
    }

    [Fact]
    public void Installed_again_it_follows_the_repository()
    {
        installer.Install(target, launch, FakeAssets.Embedded);
        File.Delete(launch.Program);
        Assert.False(InstalledKernel.In([target]).Single().Starts);
        installer.Install(target, KernelLaunch.Launcher(folder.Write("moved/coursekit", ""), "/usr/share/dotnet"), FakeAssets.Embedded);
        Assert.True(InstalledKernel.In([target]).Single().Starts);
    }

    [Fact]
    public void Charts_in_Jupyter_Notebook_find_plotly_beside_the_kernel()
    {
        var folder = installer.Install(target, launch, FakeAssets.Embedded).Kernel.Folder;
        var plotly = Path.Combine(folder, "plotly-cartesian.min.js");
        Assert.Equal("plotly();", File.ReadAllText(plotly));
        Assert.Contains("\"plotly-cartesian.min.js\"", File.ReadAllText(Path.Combine(folder, "kernel.js")), StringComparison.Ordinal);

        File.WriteAllText(plotly, "an older one");
        installer.Install(target, launch, FakeAssets.Embedded);
        Assert.Equal("plotly();", File.ReadAllText(plotly));
    }

    [Fact]
    public void Without_npm_charts_are_left_to_the_network()
    {
        var folder = installer.Install(target, launch, FakeAssets.Embedded).Kernel.Folder;
        installer.Install(target, launch, WebAssets.Linked);
        Assert.Equal(
            ["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"metadata":{"coursekit":5}}""")]
    public void A_name_of_another_kernel_is_left_to_it(string spec)
    {
        var theirs = folder.Write("system/kernels/.NET-CSharp/kernel.json", spec);
        var (kernel, other) = installer.Install(target, launch, FakeAssets.Embedded);
        Assert.Equal(("coursekit-csharp", ".NET (C#), CourseKit"), (kernel.Name, kernel.DisplayName));
        Assert.Equal(Path.GetDirectoryName(theirs), other!.Folder);
        Assert.Equal(spec, File.ReadAllText(theirs));
    }

    [Fact]
    public void A_name_that_is_asked_for_must_be_free_and_valid()
    {
        folder.Write("system/kernels/python3/kernel.json", "{}");
        Assert.Contains("python3",
            Assert.Throws<KernelException>(() => installer.Install(target, launch, FakeAssets.Embedded, "Python3")).Message,
            StringComparison.Ordinal);
        Assert.Contains("'a b'",
            Assert.Throws<KernelException>(() => installer.Install(target, launch, FakeAssets.Embedded, "a b")).Message,
            StringComparison.Ordinal);
        Assert.Equal("mine", installer.Install(target, launch, FakeAssets.Embedded, "Mine").Kernel.Name);
    }

    [Fact]
    public void Removing_takes_ours_and_leaves_what_is_others()
    {
        installer.Install(target, launch, FakeAssets.Embedded);
        installer.Install(target, launch, FakeAssets.Embedded, "second");
        var theirs = Path.GetDirectoryName(folder.Write(".local/share/jupyter/kernels/theirs/kernel.json", "{}"))!;
        File.WriteAllText(Path.Combine(target, "second", "notes.txt"), "keep");
        Assert.Throws<KernelException>(() => KernelInstaller.Uninstall(target, "theirs"));
        Assert.Empty(KernelInstaller.Uninstall(target, "third"));
        Assert.Equal([".net-csharp", "second"], KernelInstaller.Uninstall(target).Select(kernel => kernel.Name));
        Assert.Equal([Path.Combine(target, "second"), theirs], Directory.GetDirectories(target).Order(StringComparer.Ordinal));
        Assert.Equal(["notes.txt"], Directory.GetFiles(Path.Combine(target, "second")).Select(Path.GetFileName));
    }

    [Fact]
    public void On_Windows_the_tool_is_started_itself()
    {
        var launch = KernelLaunch.Tool(@"C:\dotnet\dotnet.exe", @"C:\course\CourseKit.Cli.dll");
        Assert.Equal([@"C:\dotnet\dotnet.exe", @"C:\course\CourseKit.Cli.dll", "kernel", "run", "{connection_file}"], launch.Arguments);
        Assert.Equal(@"C:\course\CourseKit.Cli.dll", launch.Program);
    }
}
