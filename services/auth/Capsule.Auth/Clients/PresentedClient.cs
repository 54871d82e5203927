using System.Text;
using Capsule.Auth.Tokens;

namespace Capsule.Auth.Clients;

/// <summary>Who a client says that it is (RFC 6749, section 2.3.1), as it came.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Secret">Its secret; null when it shows none.</param>
internal sealed record PresentedClient(string Id, string? Secret)
{
    private const string Basic = "Basic ";

    /// <summary>Reads the header, else the form; <c>Malformed</c> when the header is no such thing, or both are used.</summary>
    public static (PresentedClient? Client, bool Malformed) Read(HttpRequest request, OAuthForm form)
    {
        var header = request.Headers.Authorization.ToString();
        var (id, secret) = (form.Find("client_id"), form.Find("client_secret"));
        if (header.Length == 0)
        {
            return (id is null ? null : new PresentedClient(id, secret), id is null && secret is not null);
        }

        // One way at a time; a client_id in the form beside the header must be the same.
        var client = header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) && secret is null ? Parse(header[Basic.Length..].Trim()) : null;
        return (client, client is null || (id is not null && id != client.Id));
    }

    private static PresentedClient? Parse(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new PresentedClient(Decode(text[..colon]), Decode(text[(colon + 1)..])) : null;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    // Not the secret.
    public override string ToString() => Id;
}
