namespace Capsule.Messaging;

/// <summary>What became of an event that was sent.</summary>
internal enum SendResult
{
    /// <summary>The broker has it on disk, in every queue that is bound.</summary>
    Confirmed,

    /// <summary>
    /// The broker has it, but may yet forget a queue that is so new (<see cref="OutboxOptions.SettleTime"/>): to be sent once more.
    /// </summary>
    Unsettled,

    /// <summary>The broker refused it, or no queue takes it.</summary>
    Refused,

    /// <summary>Not sent: one before it, of its ordering key, was not confirmed.</summary>
    Held,

    /// <summary>The broker closed the channel, but not the connection: some event of the batch is to blame.</summary>
    ChannelClosed,

    /// <summary>The time was up before the broker answered, on a connection that stands: some queue may be stuck.</summary>
    NoAnswer,

    /// <summary>The connection was lost before the broker answered.</summary>
    Unknown,
}
