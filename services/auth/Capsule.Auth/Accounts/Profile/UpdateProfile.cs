using Capsule.Auth.Audit;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Accounts.Profile;

/// <summary>Changes a user's name, time zone and locale.</summary>
internal sealed class UpdateProfile(AuthDbContext database, FindProfile find, AuditLog audit)
{
    /// <summary>Changes the fields that are given, and returns the profile.</summary>
    public async Task<Outcome<ProfileResponse>> ExecuteAsync(Guid user, UpdateProfileRequest request, CancellationToken cancellationToken)
    {
        if (Refuse(request) is { } refusal)
        {
            return refusal;
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var changed = await database
            .Users.Where(row => row.Id == user)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.Name, row => request.Name == null ? row.Name : request.Name.Trim())
                        .SetProperty(row => row.TimeZone, row => request.TimeZone ?? row.TimeZone)
                        .SetProperty(row => row.Locale, row => request.Locale ?? row.Locale),
                cancellationToken
            );
        if (changed > 0 && request.Fields() is { Length: > 0 } fields)
        {
            audit.Add(AuditEvents.ProfileChanged, user, new { Fields = fields });
            await database.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return await find.ExecuteAsync(user, cancellationToken);
    }

    private static Refusal? Refuse(UpdateProfileRequest request) =>
        request switch
        {
            { Name: { } name } when string.IsNullOrWhiteSpace(name) => Refusal.Validation("name", "must not be empty."),
            { TimeZone: { } zone } when !Locales.IsTimeZone(zone) => Refusal.Validation(
                "timeZone",
                "must be the IANA name of a time zone, such as Europe/Berlin."
            ),
            { Locale: { } locale } when !Locales.IsLocale(locale) => Refusal.Validation(
                "locale",
                "must be a BCP 47 tag, such as en or pt-BR."
            ),
            _ => null,
        };
}
