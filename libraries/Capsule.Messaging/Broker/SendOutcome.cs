namespace Capsule.Messaging;

/// <summary>The broker's answer to an event.</summary>
/// <param name="Result">Whether the event was confirmed, refused, or unanswered when the channel was lost.</param>
/// <param name="Error">The reason why it was not confirmed.</param>
/// <param name="Wait">The wait before an unsettled event must be sent again.</param>
internal readonly record struct SendOutcome(SendResult Result, string? Error = null, TimeSpan Wait = default)
{
    public static readonly SendOutcome Confirmed = new(SendResult.Confirmed);

    public static readonly SendOutcome Held = new(SendResult.Held);
}
