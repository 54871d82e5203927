using Capsule.Auth.Users;
using Microsoft.AspNetCore.Identity;

namespace Capsule.Auth.Credentials.Passwords;

/// <summary>
/// Replaces a user who does not exist, with a hash of the same settings, so that the refusal takes as long as for a wrong password.
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
