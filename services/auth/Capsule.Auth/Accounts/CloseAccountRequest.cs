using Capsule.Auth.Passwords;

namespace Capsule.Auth.Accounts;

/// <summary>The body of <c>DELETE /api/users/me</c>.</summary>
public sealed record CloseAccountRequest : PasswordProofRequest;
