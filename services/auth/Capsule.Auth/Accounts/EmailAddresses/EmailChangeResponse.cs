namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>What a confirmation of a change of address led to.</summary>
/// <param name="Changed">Whether the address has changed; if not, the other address is still to confirm it.</param>
public sealed record EmailChangeResponse(bool Changed);
