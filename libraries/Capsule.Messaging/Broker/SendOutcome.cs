namespace Capsule.Messaging;

/// <summary>What the broker said to an event.</summary>
/// <param name="Result">Confirmed, refused, or nothing before the channel was lost.</param>
/// <param name="Error">Why it was not confirmed.</param>
internal readonly record struct SendOutcome(SendResult Result, string? Error = null)
{
    public static readonly SendOutcome Confirmed = new(SendResult.Confirmed);
}
