namespace StackExchange.Redis.Protocol;

/// <summary>The server's bytes are not RESP2, or not the reply that the command has: the connection cannot be trusted any more.</summary>
internal sealed class RespProtocolException(string message) : Exception(message);
