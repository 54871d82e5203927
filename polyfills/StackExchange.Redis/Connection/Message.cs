using System.Diagnostics;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

/// <summary>
/// A command on its way: it stands in the connection's queue until its reply is read, even when its caller has given up,
/// so that no reply can reach another caller.
/// </summary>
internal abstract class Message
{
    // The lowest bit tells whether the outcome is open; the others count the uses, so that a timeout that is being
    // looked at cannot hit the message's next use.
    private int _state;

    /// <summary>When the caller gives up, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long Deadline { get; set; }

    /// <summary>The command's name, for messages to people.</summary>
    public string CommandName { get; set; } = "";

    /// <summary>The trace span of the command, if somebody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>Identifies this use of the message; only valid while the outcome is open.</summary>
    public int Token => Volatile.Read(ref _state);

    /// <summary>Whether the use that <paramref name="token"/> identifies waits for its outcome.</summary>
    public static bool IsOpen(int token) => (token & 1) == 1;

    /// <summary>Gives the reply; called only by the reader of the connection, in the order of the queue.</summary>
    /// <exception cref="RespProtocolException">The reply is not of the kind that the command has; the caller has been told.</exception>
    public abstract void OnReply(ReadOnlySpan<byte> reply);

    /// <summary>Fails the use that <paramref name="token"/> identifies, unless it has its outcome; true when it did.</summary>
    public abstract bool TryFail(int token, Exception exception, bool reuse);

    /// <summary>Fails the message; called only by whoever took it out of the queue.</summary>
    public void Fail(Exception exception)
    {
        var token = Token;
        if (IsOpen(token))
        {
            TryFail(token, exception, reuse: true);
        }
    }

    protected void Open() => Volatile.Write(ref _state, _state + 1);

    protected bool TryClose(int token) => Interlocked.CompareExchange(ref _state, token + 1, token) == token;
}
