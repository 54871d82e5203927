namespace StackExchange.Redis.Connection;

/// <summary>Takes what the server sends without being asked: messages of channels.</summary>
internal interface IPushReceiver
{
    /// <summary>Takes the message; false when the bytes are a reply to a command.</summary>
    bool TryReceive(ReadOnlySpan<byte> reply);
}
