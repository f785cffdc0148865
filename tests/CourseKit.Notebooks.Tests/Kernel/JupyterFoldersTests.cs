using System.Runtime.InteropServices;

namespace CourseKit.Notebooks.Tests;

/// <summary>Expected folders as Jupyter's documentation lists them, system by system.</summary>
public class JupyterFoldersTests
{
    private static JupyterFolders On(OSPlatform platform, string home, params (string Name, string Value)[] variables) =>
        new(platform, home, name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    [Fact]
    public void Linux()
    {
        var plain = On(OSPlatform.Linux, "/home/ada");
        Assert.Equal("/home/ada/.local/share/jupyter/kernels", plain.UserKernels);
        Assert.Equal(["/home/ada/.local/share/jupyter/kernels", "/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels"],
            plain.Kernels);
        Assert.Equal("/opt/venv/share/jupyter/kernels", plain.PrefixKernels("/opt/venv"));
        Assert.Equal("/data/jupyter/kernels", On(OSPlatform.Linux, "/home/ada", ("XDG_DATA_HOME", "/data")).UserKernels);
    }

    [Fact]
    public void MacOS()
    {
        var folders = On(OSPlatform.OSX, "/Users/ada", ("XDG_DATA_HOME", "/not/here"));
        Assert.Equal("/Users/ada/Library/Jupyter/kernels", folders.UserKernels);
        Assert.Equal("/usr/local/share/jupyter/kernels", folders.Kernels[1]);
    }

    [Fact]
    public void Windows()
    {
        var folders = On(
            OSPlatform.Windows, @"C:\Users\ada", ("APPDATA", @"C:\Users\ada\AppData\Roaming"), ("PROGRAMDATA", @"C:\ProgramData"),
            ("JUPYTER_PATH", @"D:\one\;E:\two"));
        Assert.Equal(@"C:\Users\ada\AppData\Roaming\jupyter\kernels", folders.UserKernels);
        Assert.Equal(
            [@"D:\one\kernels", @"E:\two\kernels", @"C:\Users\ada\AppData\Roaming\jupyter\kernels", @"C:\ProgramData\jupyter\kernels"],
            folders.Kernels);
        Assert.Equal(@"C:\venv\share\jupyter\kernels", folders.PrefixKernels(@"C:\venv"));
        Assert.Equal(@"C:\Users\ada\.jupyter\data\kernels", On(OSPlatform.Windows, @"C:\Users\ada").UserKernels);
    }

    [Fact]
    public void Jupyters_own_variables_come_first()
    {
        var folders = On(OSPlatform.Linux, "/home/ada", ("JUPYTER_DATA_DIR", "/mine"), ("JUPYTER_PATH", "/a/:/b::/a"),
            ("XDG_DATA_HOME", ""));
        Assert.Equal("/mine/kernels", folders.UserKernels);
        Assert.Equal(["/a/kernels", "/b/kernels", "/mine/kernels", "/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels"],
            folders.Kernels);
    }
}
