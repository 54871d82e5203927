namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>A try of a password that has been counted as wrong before it is checked.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="IsAllowed">Whether the password may be checked; false while the source or the account is locked.</param>
/// <param name="Failures">How many tries from the source were wrong in a row, this one included.</param>
/// <param name="LockedUntil">Until when the source takes no further one, should this one be wrong.</param>
/// <param name="CountsForAccount">Whether it was counted for the whole account too.</param>
internal sealed record PasswordTry(
    Guid UserId,
    PasswordSource Source,
    bool IsAllowed,
    int Failures,
    DateTimeOffset? LockedUntil,
    bool CountsForAccount
);
