namespace Capsule.Messaging;

/// <summary>What the broker said to an event.</summary>
/// <param name="Result">Confirmed, refused, or nothing before the channel was lost.</param>
/// <param name="Error">Why it was not confirmed.</param>
/// <param name="Wait">How long until it must be sent once more, when it is unsettled.</param>
internal readonly record struct SendOutcome(SendResult Result, string? Error = null, TimeSpan Wait = default)
{
    public static readonly SendOutcome Confirmed = new(SendResult.Confirmed);

    public static readonly SendOutcome Held = new(SendResult.Held);
}
