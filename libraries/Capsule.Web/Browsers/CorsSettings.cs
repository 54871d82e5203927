namespace Capsule.Web;

/// <summary>Settings of section <c>Cors</c>.</summary>
internal sealed class CorsSettings
{
    public const string Section = "Cors";

    /// <summary>
    /// The origins whose pages may call the service, separated by commas: <c>https://app.example.com</c>. Empty by default.
    /// </summary>
    public string AllowedOrigins { get; set; } = "";

    public string[] Origins => AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns whether a text is an origin as browsers send it (RFC 6454, section 6.2).</summary>
    public static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https" }
        && uri.GetLeftPart(UriPartial.Authority) == text
        && uri.UserInfo.Length == 0
        && !text.Contains('*', StringComparison.Ordinal);
}
