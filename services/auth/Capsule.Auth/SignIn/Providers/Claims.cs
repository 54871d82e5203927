using System.Globalization;
using System.Text.Json;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Users;
using Capsule.Web;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>Reads what providers tell of users. They are not trusted to send what can be stored.</summary>
internal static class Claims
{
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>A member that is text or a number; null when there is none, or it is empty.</summary>
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

    /// <summary>Whether a member is true; some providers send it as text.</summary>
    public static bool IsTrue(JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object
        && claims.TryGetProperty(name, out var value)
        && (
            value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>A member that is an e-mail address; null when it is none.</summary>
    public static string? Address(JsonElement claims, string name) =>
        Text(claims, name)?.Trim() is { Length: <= User.MaxEmailLength } email
        && !email.Any(char.IsControl)
        && EmailAddresses.LooksLikeOne(email)
            ? email
            : null;

    /// <summary>A member that is a time, in seconds since 1970; null when it is none.</summary>
    public static DateTimeOffset? Time(JsonElement claims, string name) =>
        long.TryParse(Text(claims, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LatestTime
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Who it is, by the members that the settings name.</summary>
    /// <exception cref="ProviderException">There is no subject, or none that can be kept.</exception>
    public static ExternalIdentity Identity(JsonElement claims, ProviderOptions options)
    {
        var subject = Text(claims, options.SubjectClaim ?? "sub");
        if (subject is null || subject.Length > ExternalIdentity.SubjectLength || subject.Any(char.IsControl))
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
            return null; // Half of a surrogate pair.
        }
    }

    // What nobody could sign up with by hand is none; e-mails carry names.
    private static string? Short(string name)
    {
        var cut = name.Length > User.MaxNameLength ? name[..User.MaxNameLength].TrimEnd() : name;

        // Half of a surrogate pair cannot be stored.
        cut = cut.Length > 0 && char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut;
        return cut.Length > 0 && new PlainTextAttribute().IsValid(cut) ? cut : null;
    }
}
