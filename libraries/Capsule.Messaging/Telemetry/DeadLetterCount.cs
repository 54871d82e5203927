namespace Capsule.Messaging;

/// <summary>How many messages are put aside.</summary>
/// <param name="Dead">Those that stay until somebody decides.</param>
/// <param name="Pending">Those that come again.</param>
internal sealed record DeadLetterCount(long Dead, long Pending);
