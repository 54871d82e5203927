using System.Text;

namespace StackExchange.Redis.Protocol;

/// <summary>A command's name and how it goes over the wire.</summary>
internal sealed class Command(string name)
{
    /// <summary>The name in upper case.</summary>
    public string Name { get; } = name;

    /// <summary>The name as a bulk string: <c>$3\r\nGET\r\n</c>.</summary>
    public byte[] Encoded { get; } = Encoding.ASCII.GetBytes($"${Encoding.ASCII.GetByteCount(name)}\r\n{name}\r\n");
}
