namespace Capsule.Contracts;

/// <summary>
/// An account's state or address changed. The event has the whole state, so the one with the highest version says how the account is,
/// whatever arrives before or after it. Version 1 is <see cref="UserRegistered"/>.
/// </summary>
/// <param name="UserId">The user.</param>
/// <param name="Version">Grows with each change of the account.</param>
/// <param name="State">The state from now on.</param>
/// <param name="Email">The address from now on.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record AccountStateChanged(Guid UserId, int Version, AccountState State, string Email, DateTimeOffset OccurredAt);
