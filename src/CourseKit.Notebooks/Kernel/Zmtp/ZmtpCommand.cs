using System.Buffers.Binary;
using System.Text;

namespace CourseKit.Notebooks;

/// <summary>A command of ZMTP: a name and what belongs to it.</summary>
internal readonly record struct ZmtpCommand(string Name, ReadOnlyMemory<byte> Data)
{
    /// <exception cref="ZmtpException">There is no name.</exception>
    public static ZmtpCommand Parse(byte[] body)
    {
        if (body.Length == 0 || body[0] == 0 || body[0] >= body.Length)
            throw new ZmtpException("A command without a name.");
        int length = body[0];
        return new ZmtpCommand(Encoding.ASCII.GetString(body, 1, length), body.AsMemory(1 + length));
    }

    /// <summary>The command as it travels.</summary>
    public byte[] Encode() => ZmtpFrame.EncodeCommand([(byte)Name.Length, .. Encoding.ASCII.GetBytes(Name), .. Data.Span]);

    /// <summary>READY, with the type of our socket.</summary>
    public static ZmtpCommand Ready(string socketType)
    {
        var name = Encoding.ASCII.GetBytes("Socket-Type");
        var value = Encoding.ASCII.GetBytes(socketType);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return new ZmtpCommand("READY", (byte[])[(byte)name.Length, .. name, .. size, .. value]);
    }

    /// <summary>ERROR: the last that a peer hears of us.</summary>
    public static ZmtpCommand Error(string reason) => new("ERROR", (byte[])[(byte)reason.Length, .. Encoding.ASCII.GetBytes(reason)]);

    /// <summary>The properties of a READY command; their names know no case.</summary>
    /// <exception cref="ZmtpException">They are malformed.</exception>
    public Dictionary<string, byte[]> Properties()
    {
        var properties = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        for (var rest = Data.Span; rest.Length > 0;)
        {
            int nameLength = rest[0];
            if (rest.Length < 1 + nameLength + 4) throw new ZmtpException("A property is cut off.");
            var name = Encoding.ASCII.GetString(rest.Slice(1, nameLength));
            rest = rest[(1 + nameLength)..];
            var valueLength = BinaryPrimitives.ReadUInt32BigEndian(rest);
            rest = rest[4..];
            if (valueLength > rest.Length) throw new ZmtpException("A property is cut off.");
            properties[name] = rest[..(int)valueLength].ToArray();
            rest = rest[(int)valueLength..];
        }

        return properties;
    }
}
