namespace Capsule.Contracts;

/// <summary>
/// An account's state or e-mail address changed. The event carries the complete state, so consumers keep the event with the highest
/// version, in whatever order events arrive. Version 1 is <see cref="UserRegistered"/>.
/// </summary>
/// <param name="UserId">The user.</param>
/// <param name="Version">The account's version, one higher with each change.</param>
/// <param name="State">The new state.</param>
/// <param name="Email">The new e-mail address.</param>
/// <param name="OccurredAt">When it happened (UTC).</param>
public sealed record AccountStateChanged(Guid UserId, int Version, AccountState State, string Email, DateTimeOffset OccurredAt);
