using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.Profile;

/// <summary>Reads a user's own profile.</summary>
internal sealed class FindProfile(AuthDbContext database)
{
    private static readonly Refusal Closed = Refusal.NotFound("user-not-found", "The account was closed.");

    /// <summary>Returns the profile. Refuses when there is no such user. Relies on pk_users and pk_user_roles.</summary>
    public async Task<Outcome<ProfileResponse>> ExecuteAsync(Guid user, CancellationToken cancellationToken)
    {
        var profile = await database
            .Users.AsNoTracking()
            .Where(row => row.Id == user)
            .Select(row => new ProfileResponse(
                row.Id,
                row.Email!,
                row.EmailConfirmed,
                row.Name,
                row.TimeZone,
                row.Locale,
                row.LastSignInAt,
                row.CreatedAt,
                database.UserRoles.Where(role => role.UserId == user).OrderBy(role => role.Role).Select(role => role.Role).ToList()
            ))
            .SingleOrDefaultAsync(cancellationToken);
        return profile is null ? Closed : profile;
    }
}
