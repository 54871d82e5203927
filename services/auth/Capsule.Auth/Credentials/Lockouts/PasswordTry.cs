namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>A try of a password, which counts as wrong until it is checked.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Source">The source of the try.</param>
/// <param name="IsAllowed">Whether the password may be checked; false while the source or the account is locked.</param>
/// <param name="Failures">Number of consecutive wrong tries from the source, this one included.</param>
/// <param name="LockedUntil">When the next try from the source is accepted if this one is wrong.</param>
/// <param name="CountsForAccount">Whether the try was also counted for the whole account.</param>
internal sealed record PasswordTry(
    Guid UserId,
    PasswordSource Source,
    bool IsAllowed,
    int Failures,
    DateTimeOffset? LockedUntil,
    bool CountsForAccount
);
