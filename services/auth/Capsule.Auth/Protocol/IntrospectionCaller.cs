using System.Text;
using Capsule.Auth.OAuth;
using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults.Authentication;
using Capsule.ServiceDefaults.Limits;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Protocol;

/// <summary>
/// Whose question about a token it is, for its limit. Services ask for all their callers: they are not counted. Others are by client and
/// secret together, as they present them, so that nobody keeps a client from asking by wrong secrets.
/// </summary>
internal static class IntrospectionCaller
{
    private const string Basic = "Basic ";

    public static async ValueTask<LimitedCaller> OfAsync(HttpContext context)
    {
        var (form, _) = await OAuthForm.ReadAsync(context, context.RequestAborted);
        var services = context.RequestServices.GetRequiredService<IOptions<IntrospectionOptions>>().Value;
        return form is null || (FromHeader(context.Request) ?? FromForm(form)) is not ({ } id, var secret) ? default
            : services.ClientId.Length > 0 && id == services.ClientId
                && ClientSecret.Matches(secret, ClientSecret.HashOf(services.ClientSecret))
                ? new LimitedCaller(null, IsUnlimited: true)
                : new LimitedCaller($"{id} {secret}");
    }

    private static (string Id, string Secret)? FromForm(OAuthForm form) =>
        form.Find("client_id") is { } id ? (id, form.Find("client_secret") ?? form.Find("client_assertion") ?? "") : null;

    private static (string Id, string Secret)? FromHeader(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var bytes = new byte[header.Length];
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (Decode(text[..colon]), Decode(text[(colon + 1)..])) : null;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
