namespace StackExchange.Redis.Connection;

/// <summary>Flags that a command carries inside this client only.</summary>
internal static class InternalFlags
{
    /// <summary>A thread is blocked until the reply, and nothing else waits for it.</summary>
    public const CommandFlags Blocking = (CommandFlags)(1 << 30);

    /// <summary>The flags that the caller gave.</summary>
    public static CommandFlags Visible(CommandFlags flags) => flags & ~Blocking;
}
