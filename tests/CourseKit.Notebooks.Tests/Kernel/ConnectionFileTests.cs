namespace CourseKit.Notebooks.Tests;

public class ConnectionFileTests
{
    private const string Good =
        """{"transport":"tcp","ip":"127.0.0.1","shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"""
        + """ "key":"k","signature_scheme":"hmac-sha256"}""";

    [Fact]
    public void A_file_is_read()
    {
        using var folder = new TempFolder();
        var file = ConnectionFile.Load(folder.Write("kernel.json", Good));
        Assert.Equal(("tcp", "127.0.0.1", 1, 2, 3, 4, 5),
            (file.Transport, file.Ip, file.ShellPort, file.IOPubPort, file.StdinPort, file.ControlPort, file.HeartbeatPort));
        Assert.Equal("k"u8.ToArray(), file.Key);
    }

    [Theory]
    [InlineData("\"tcp\"", "\"carrier pigeon\"", "transport is 'carrier pigeon'")]
    [InlineData("\"ip\"", "\"pi\"", "no 'ip'")]
    [InlineData("\"shell_port\":1", "\"shell_port\":0", "'shell_port' is not a number from 1 to 65535")]
    [InlineData("\"hb_port\":5", "\"hb_port\":\"5\"", "'hb_port' is not a number")]
    [InlineData("\"control_port\":4,", "", "no 'control_port'")]
    [InlineData("hmac-sha256", "hmac-md5", "'hmac-md5'")]
    [InlineData("\"key\":\"k\"", "\"key\":7", "'key' is not a string")]
    [InlineData("{", "", "does not do")]
    public void What_is_wrong_is_named(string old, string now, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("kernel.json", Good.Replace(old, now, StringComparison.Ordinal));
        var error = Assert.Throws<KernelException>(() => ConnectionFile.Load(path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Contains("nowhere.json", Assert.Throws<KernelException>(() => ConnectionFile.Load("nowhere.json")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void It_shows_whether_others_can_read_the_key()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        var path = folder.Write("kernel.json", Good);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.False(ConnectionFile.IsReadableByOthers(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.True(ConnectionFile.IsReadableByOthers(path));
    }
}
