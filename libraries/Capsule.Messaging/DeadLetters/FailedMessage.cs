using MassTransit;

namespace Capsule.Messaging;

/// <summary>A message as it was delivered, and the reason why it could not be handled.</summary>
internal sealed record FailedMessage
{
    private const int MaxReasonLength = 2_000;
    private const int MaxDetailLength = 64_000;

    public required string Consumer { get; init; }

    public Guid? MessageId { get; private init; }

    public string? Type { get; private init; }

    public required byte[] Body { get; init; }

    public string? ContentType { get; private init; }

    /// <summary>The message's headers (<see cref="AmqpHeaders"/>).</summary>
    public required string Headers { get; init; }

    public required string Reason { get; init; }

    public string? Detail { get; private init; }

    /// <summary>The number of redeliveries so far.</summary>
    public int Redeliveries { get; private init; }

    /// <summary>Whether the message may succeed later.</summary>
    public bool MayRecover { get; private init; }

    /// <summary>Creates the message from a delivery whose consumer failed.</summary>
    public static FailedMessage GivenUp(string consumer, ReceiveContext delivery, ConsumerFailure failure) =>
        From(consumer, delivery, InWords(failure.Exception)) with
        {
            Detail = Text(failure.Detail, MaxDetailLength),
            MayRecover = true,
        };

    /// <summary>Creates the message from a delivery that could not be read.</summary>
    public static FailedMessage Unreadable(string consumer, ReceiveContext delivery, Exception exception) =>
        From(consumer, delivery, InWords(exception)) with
        {
            Detail = Text(exception.ToString(), MaxDetailLength),
        };

    /// <summary>Creates the message from a delivery for which no consumer exists.</summary>
    public static FailedMessage Unknown(string consumer, ReceiveContext delivery)
    {
        var types = string.Join(", ", EventEnvelope.ReadHead(delivery.GetBody()).Types);
        return From(consumer, delivery, $"No consumer handles the message's type ({(types.Length > 0 ? types : "none is given")}).");
    }

    private static FailedMessage From(string consumer, ReceiveContext delivery, string reason)
    {
        var amqp = delivery.TryGetPayload(out RabbitMqBasicConsumeContext? context) ? context.Properties : null;
        var head = EventEnvelope.ReadHead(delivery.GetBody());
        return new FailedMessage
        {
            Consumer = consumer,
            MessageId = head.MessageId ?? (Guid.TryParse(amqp?.MessageId, out var id) ? id : null),
            Type = head.Types.Select(EventName.FromUrn).FirstOrDefault(type => type is not null) is { } type
                ? Text(type, MaxReasonLength)
                : null,
            Body = delivery.GetBody(),
            ContentType = amqp?.ContentType is { } contentType ? Text(contentType, MaxReasonLength) : null,
            Headers = AmqpHeaders.Write(amqp?.Headers),
            Reason = Text(reason.ReplaceLineEndings(" "), MaxReasonLength),
            Redeliveries = AmqpHeaders.Redeliveries(amqp?.Headers),
        };
    }

    private static string InWords(Exception exception)
    {
        var cause = exception.GetBaseException();
        var words = $"{exception.GetType().FullName}: {exception.Message}";
        return ReferenceEquals(cause, exception) ? words : $"{words} ({cause.GetType().Name}: {cause.Message})";
    }

    // PostgreSQL's text type cannot store U+0000.
    private static string Text(string text, int maxLength) => (text.Length > maxLength ? text[..maxLength] : text).Replace('\0', '\uFFFD');
}
