using Capsule.Auth.Users;

namespace Capsule.Auth.Accounts.Registration;

/// <summary>A user in the answers of the API.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">The name to address the user by.</param>
/// <param name="CreatedAt">When the user signed up, UTC.</param>
public sealed record UserResponse(Guid Id, string Email, string Name, DateTimeOffset CreatedAt)
{
    internal static UserResponse From(User user) => new(user.Id, user.Email!, user.Name, user.CreatedAt);
}
