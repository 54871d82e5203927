using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.OAuth.Store;
using Capsule.Security;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// Whose question about a token it is, for its limit. Services ask for all their callers: they are not counted. Others are by client and
/// secret together, as they present them, so that nobody keeps a client from asking by wrong secrets.
/// </summary>
internal static class IntrospectionCaller
{
    public static async ValueTask<LimitedCaller> OfAsync(HttpContext context)
    {
        var (form, _) = await OAuthForm.ReadAsync(context, context.RequestAborted);
        var services = context.RequestServices.GetRequiredService<IOptions<IntrospectionOptions>>().Value;
        return form is null || (BasicCredentials.Of(context.Request) ?? FromForm(form)) is not ({ } id, var secret) ? default
            : services.ClientId.Length > 0
            && id == services.ClientId
            && ClientSecret.Matches(secret, ClientSecret.HashOf(services.ClientSecret))
                ? new LimitedCaller(null, IsUnlimited: true)
            : new LimitedCaller($"{id} {secret}");
    }

    private static (string Id, string Secret)? FromForm(OAuthForm form) =>
        form.Find("client_id") is { } id ? (id, form.Find("client_secret") ?? form.Find("client_assertion") ?? "") : null;
}
