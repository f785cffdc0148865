using System.Text;
using System.Text.Json;

namespace CourseKit.Notebooks;

/// <summary>What a Jupyter client writes down for the kernel that it starts: where to listen, and the key that signs messages.</summary>
/// <param name="Transport"><c>tcp</c> or <c>ipc</c>.</param>
/// <param name="Ip">The address to listen on; with <c>ipc</c>, the path that the sockets' paths begin with.</param>
/// <param name="ShellPort">Port of the shell channel; with <c>ipc</c>, the number at the end of its path. So with the other ports.</param>
/// <param name="Key">The key of the signatures; empty if messages are not signed.</param>
public sealed record ConnectionFile(
    string Transport, string Ip, int ShellPort, int IOPubPort, int StdinPort, int ControlPort, int HeartbeatPort, byte[] Key)
{
    private const string Scheme = "hmac-sha256";

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="KernelException">It cannot be read, or something in it is missing or wrong; the message says what.</exception>
    public static ConnectionFile Load(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new KernelException(
                $"The connection file {path} does not do: {e.Message.TrimEnd('.')}. Jupyter writes it when it starts a kernel.", e);
        }
    }

    /// <summary>True if other users of the machine can read the file, and with it the key.</summary>
    public static bool IsReadableByOthers(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;
    }

    private static ConnectionFile Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("it is not a JSON object");
        var transport = Text(root, "transport", "tcp");
        if (transport is not ("tcp" or "ipc"))
            throw new FormatException($"its transport is '{transport}', which is neither tcp nor ipc");
        var ip = Text(root, "ip", null);
        var key = Encoding.UTF8.GetBytes(Text(root, "key", ""));
        var scheme = Text(root, "signature_scheme", Scheme);
        if (key.Length > 0 && scheme != Scheme)
            throw new FormatException($"its signature_scheme is '{scheme}', and this kernel knows {Scheme} only");
        return new ConnectionFile(
            transport, ip, Port(root, "shell_port"), Port(root, "iopub_port"), Port(root, "stdin_port"), Port(root, "control_port"),
            Port(root, "hb_port"), key);
    }

    private static string Text(JsonElement root, string name, string? otherwise)
    {
        if (!root.TryGetProperty(name, out var value))
            return otherwise ?? throw new FormatException($"it has no '{name}'");
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FormatException($"its '{name}' is not a string");
    }

    private static int Port(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value)) throw new FormatException($"it has no '{name}'");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new FormatException($"its '{name}' is not a number from 1 to {ushort.MaxValue}");
    }
}

/// <summary>The kernel cannot start, or cannot be installed; the message says why and what to do about it.</summary>
public sealed class KernelException(string message, Exception? cause = null) : Exception(message, cause);
