using Capsule.Auth.Credentials.Proofs;

namespace Capsule.Auth.Accounts.Closing;

/// <summary>The body of <c>DELETE /api/users/me</c>.</summary>
public sealed record CloseAccountRequest : PasswordProofRequest;
