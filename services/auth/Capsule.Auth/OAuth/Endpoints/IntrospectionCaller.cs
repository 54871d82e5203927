using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.OAuth.Store;
using Capsule.Security;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>
/// Tells the limit who asks about a token. Capsule's services ask for all their callers and are not limited. Other clients are counted by
/// the client and secret that they present, so that nobody can exhaust a client's limit with wrong secrets.
/// </summary>
internal static class IntrospectionCaller
{
    public static async ValueTask<LimitedCaller> OfAsync(HttpContext context)
    {
        var form = await OAuthForm.ReadAsync(context, context.RequestAborted);
        if (form.Refusal is not null || (BasicCredentials.Of(context.Request) ?? FromForm(form.Value)) is not ({ } id, var secret))
        {
            return default;
        }

        var services = context.RequestServices.GetRequiredService<IOptions<IntrospectionOptions>>().Value;
        return
            services.ClientId.Length > 0
            && id == services.ClientId
            && ClientSecret.Matches(secret, ClientSecret.HashOf(services.ClientSecret))
            ? new LimitedCaller(null, IsUnlimited: true)
            : new LimitedCaller($"{id} {secret}");
    }

    private static (string Id, string Secret)? FromForm(OAuthForm form) =>
        form.Find("client_id") is { } id ? (id, form.Find("client_secret") ?? form.Find("client_assertion") ?? "") : null;
}
