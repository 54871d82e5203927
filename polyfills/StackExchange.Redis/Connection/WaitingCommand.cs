using System.Buffers;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

/// <summary>A command that is encoded before there is a connection for it.</summary>
internal readonly record struct WaitingCommand(ReadOnlyMemory<byte> Bytes, Message Message, int Database)
{
    public static WaitingCommand Encode(in Request request, Message message, int database)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        RequestEncoder.Write(bytes, request);
        return new WaitingCommand(bytes.WrittenMemory, message, database);
    }
}
