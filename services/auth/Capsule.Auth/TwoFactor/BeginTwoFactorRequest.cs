using Capsule.Auth.Passwords;

namespace Capsule.Auth.TwoFactor;

/// <summary>The body of <c>POST /api/users/me/two-factor</c>.</summary>
public sealed record BeginTwoFactorRequest : PasswordProofRequest;
