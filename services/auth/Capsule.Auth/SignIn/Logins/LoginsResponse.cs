namespace Capsule.Auth.SignIn.Logins;

/// <summary>The ways into an account.</summary>
/// <param name="HasPassword">Whether the account has a password.</param>
/// <param name="Logins">The linked logins, oldest first.</param>
public sealed record LoginsResponse(bool HasPassword, IReadOnlyList<LoginResponse> Logins);
