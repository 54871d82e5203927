namespace Capsule.Auth.SignIn.Logins;

/// <summary>The ways into an account.</summary>
/// <param name="HasPassword">Whether a password is one.</param>
/// <param name="Logins">The providers, oldest first.</param>
public sealed record LoginsResponse(bool HasPassword, IReadOnlyList<LoginResponse> Logins);
