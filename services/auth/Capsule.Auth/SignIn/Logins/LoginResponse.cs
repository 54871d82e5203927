using Capsule.Auth.Credentials.Logins;

namespace Capsule.Auth.SignIn.Logins;

/// <summary>An account at a provider with which a user signs in.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Email">The address at the provider when the login was linked.</param>
/// <param name="LinkedAt">When the login was linked, UTC.</param>
/// <param name="LastUsedAt">When the login was last used, UTC; null when it was never used.</param>
public sealed record LoginResponse(Guid Id, string Provider, string? Email, DateTimeOffset LinkedAt, DateTimeOffset? LastUsedAt)
{
    internal static LoginResponse From(UserLogin login) => new(login.Id, login.Provider, login.Email, login.CreatedAt, login.LastUsedAt);
}
