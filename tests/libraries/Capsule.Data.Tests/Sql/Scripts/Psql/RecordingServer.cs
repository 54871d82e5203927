using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>
/// Answers a session of PostgreSQL's protocol and keeps its queries without running them: a real server logs no limits between the
/// statements that psql sends, and random or foreign scripts could do anything to it.
/// </summary>
internal static class RecordingServer
{
    private static readonly (string Name, string Value)[] Parameters =
    [
        ("server_version", "15.0"),
        ("server_encoding", "UTF8"),
        ("client_encoding", "UTF8"),
        ("standard_conforming_strings", "on"),
    ];

    /// <summary>Takes one session and returns its queries when it has ended.</summary>
    public static async Task<IReadOnlyList<string>> RecordAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        await using var stream = client.GetStream();
        client.NoDelay = true;
        await ReadBodyAsync(stream, cancellationToken);
        await stream.WriteAsync(Welcome(), cancellationToken);

        var queries = new List<string>();
        var type = new byte[1];
        byte[] answer = [.. Message('C', [.. "SET\0"u8]), .. Message('Z', [(byte)'I'])];
        while (await stream.ReadAsync(type, cancellationToken) == 1 && type[0] == 'Q')
        {
            var query = await ReadBodyAsync(stream, cancellationToken);
            queries.Add(Encoding.UTF8.GetString(query.AsSpan(0, query.Length - 1)));
            await stream.WriteAsync(answer, cancellationToken);
        }

        return queries;
    }

    private static byte[] Welcome() =>
        [
            .. Message('R', [0, 0, 0, 0]),
            .. Parameters.SelectMany(parameter => Message('S', Encoding.UTF8.GetBytes($"{parameter.Name}\0{parameter.Value}\0"))),
            .. Message('Z', [(byte)'I']),
        ];

    private static async Task<byte[]> ReadBodyAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private static byte[] Message(char type, byte[] body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message, 5);
        return message;
    }
}
