namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>The result of a confirmation of a change of address.</summary>
/// <param name="Changed">Whether the address has changed; if not, the other address has to confirm the change as well.</param>
public sealed record EmailChangeResponse(bool Changed);
