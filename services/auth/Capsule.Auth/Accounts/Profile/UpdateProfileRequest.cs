using System.ComponentModel.DataAnnotations;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.Accounts.Profile;

/// <summary>The body of <c>PATCH /api/users/me</c>; members that are missing or null stay unchanged.</summary>
public sealed record UpdateProfileRequest
{
    /// <summary>The name to address the user by.</summary>
    [MaxLength(User.MaxNameLength), PlainText]
    public string? Name { get; init; }

    /// <summary>IANA name of the time zone, such as <c>Europe/Berlin</c>.</summary>
    [MaxLength(64)]
    public string? TimeZone { get; init; }

    /// <summary>BCP 47 tag of language and region, such as <c>en</c> or <c>pt-BR</c>.</summary>
    [MaxLength(35)]
    public string? Locale { get; init; }

    internal string[] Fields() =>
        [
            .. new[]
            {
                Name is null ? null : "name",
                TimeZone is null ? null : "timeZone",
                Locale is null ? null : "locale",
            }.OfType<string>(),
        ];
}
