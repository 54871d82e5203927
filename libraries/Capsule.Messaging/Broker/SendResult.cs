namespace Capsule.Messaging;

/// <summary>The result of sending an event.</summary>
internal enum SendResult
{
    /// <summary>Every bound queue has the event on disk.</summary>
    Confirmed,

    /// <summary>
    /// The broker has the event but could still lose it, because a queue is too new (<see cref="OutboxOptions.SettleTime"/>). The event
    /// must be sent again.
    /// </summary>
    Unsettled,

    /// <summary>The broker refused the event, or no queue is bound.</summary>
    Refused,

    /// <summary>Not sent, because an earlier event with the same ordering key was not confirmed.</summary>
    Held,

    /// <summary>The broker closed the channel but not the connection, so some event of the batch caused the error.</summary>
    ChannelClosed,

    /// <summary>The broker did not answer in time on an open connection; a queue may hang.</summary>
    NoAnswer,

    /// <summary>The connection was lost before the broker answered.</summary>
    Unknown,
}
