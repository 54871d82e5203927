using System.Text.Json.Serialization;
using Capsule.Auth.Users;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>The claims about the user that the token's scopes allow (OpenID Connect Core 1.0, section 5.3.2).</summary>
public sealed record UserInfoResponse
{
    /// <summary>The user.</summary>
    [JsonPropertyName("sub")]
    public required Guid Subject { get; init; }

    /// <summary>The user's name.</summary>
    [JsonPropertyName("name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>IANA name of the user's time zone.</summary>
    [JsonPropertyName("zoneinfo"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>BCP 47 tag of the user's language.</summary>
    [JsonPropertyName("locale"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Locale { get; init; }

    /// <summary>The user's e-mail address.</summary>
    [JsonPropertyName("email"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    /// <summary>Whether the user has proved the address.</summary>
    [JsonPropertyName("email_verified"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? EmailVerified { get; init; }

    /// <summary>Describes a user, with the profile and the e-mail address if the scopes allow it.</summary>
    internal static UserInfoResponse Of(User user, bool withProfile, bool withEmail) =>
        new()
        {
            Subject = user.Id,
            Name = withProfile ? user.Name : null,
            TimeZone = withProfile ? user.TimeZone : null,
            Locale = withProfile ? user.Locale : null,
            Email = withEmail ? user.Email : null,
            EmailVerified = withEmail ? user.EmailConfirmed : null,
        };
}
