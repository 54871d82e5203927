using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;

namespace Capsule.Auth.Credentials.Passwords;

/// <summary>
/// Stands in for a user who does not exist, hashed with the same settings, so that a refusal takes as long as that of a wrong password.
/// </summary>
internal sealed class UnknownUser(IPasswordHasher<User> hasher)
{
    private readonly Lazy<User> _user = new(() =>
    {
        var user = new User { Email = "", Name = "" };
        user.PasswordHash = hasher.HashPassword(user, Guid.NewGuid().ToString());
        return user;
    });

    public User User => _user.Value;
}
