using System.Text;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>A client's identifier and secret in the header <c>Authorization</c> (RFC 6749, section 2.3.1).</summary>
internal static class BasicCredentials
{
    private const string Basic = "Basic ";

    /// <summary>Returns the credentials of a request; null when it has none, or they cannot be read.</summary>
    public static (string Id, string Secret)? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var bytes = new byte[header.Length];
        if (
            !header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)
        )
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (Decode(text[..colon]), Decode(text[(colon + 1)..])) : null;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
