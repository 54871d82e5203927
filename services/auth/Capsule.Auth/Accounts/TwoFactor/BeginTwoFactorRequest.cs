using Capsule.Auth.Credentials.Proofs;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>The body of <c>POST /api/users/me/two-factor</c>.</summary>
public sealed record BeginTwoFactorRequest : PasswordProofRequest;
