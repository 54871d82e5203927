using System.Globalization;
using System.Text.Json;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>Reads what providers tell about users. Providers are not trusted to send what the database can store.</summary>
internal static class Claims
{
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Returns a member that is a text or a number; null when it is missing or empty.</summary>
    public static string? Text(JsonElement claims, string name)
    {
        if (claims.ValueKind != JsonValueKind.Object || !claims.TryGetProperty(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => Decoded(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>Whether a member is true, also as a text, which some providers send.</summary>
    public static bool IsTrue(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object
        && claims.TryGetProperty(name, out var value)
        && (
            value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>Returns a member that is an e-mail address; null when it is not one.</summary>
    public static string? Address(JsonElement claims, string name) =>
        Text(claims, name)?.Trim() is { Length: <= User.MaxEmailLength } email
        && !email.Any(char.IsControl)
        && EmailAddresses.LooksLikeOne(email)
            ? email
            : null;

    /// <summary>Returns a member that is a time in seconds since 1970; null when it is not one.</summary>
    public static DateTimeOffset? Time(JsonElement claims, string name) =>
        long.TryParse(Text(claims, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LatestTime
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Returns the identity in the members that the settings name.</summary>
    /// <exception cref="ProviderException">The subject is missing, or cannot be stored.</exception>
    public static ExternalIdentity Identity(JsonElement claims, ProviderOptions options)
    {
        var subject = Text(claims, options.SubjectClaim ?? "sub");
        if (subject is null || subject.Length > ExternalIdentity.MaxSubjectLength || subject.Any(char.IsControl))
        {
            throw new ProviderException($"The provider tells no {options.SubjectClaim ?? "sub"} that identifies the user.");
        }

        var name = Text(claims, options.NameClaim ?? "name")?.Trim();
        return new ExternalIdentity(
            subject,
            Address(claims, options.EmailClaim ?? "email"),
            IsTrue(claims, options.EmailVerifiedClaim ?? "email_verified"),
            name is null ? null : Short(name)
        );
    }

    private static string? Decoded(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // The text holds half a surrogate pair.
        }
    }

    // Drops a name that registration would refuse, because e-mails contain the name.
    private static string? Short(string name)
    {
        var cut = name.Length > User.MaxNameLength ? name[..User.MaxNameLength].TrimEnd() : name;

        // The cut may leave half a surrogate pair, which PostgreSQL refuses.
        cut = cut.Length > 0 && char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut;
        return cut.Length > 0 && new PlainTextAttribute().IsValid(cut) ? cut : null;
    }
}
