using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Clients;
using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults;
using Capsule.ServiceDefaults.Authentication;
using Capsule.ServiceDefaults.Limits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Introspection;

/// <summary><c>/connect/introspect</c> (RFC 7662): what a token is good for, for services and for clients that may ask.</summary>
internal static class IntrospectionEndpoints
{
    public static IServiceCollection AddTokenInspection(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<ITokenIntrospection, OwnIntrospection>());

        // Its own table is near: what it says of API keys is never old here.
        services.PostConfigure<IntrospectionOptions>(introspection => introspection.CacheDuration = TimeSpan.Zero);
        return services.AddScoped<TokenInspector>();
    }

    public static void MapIntrospection(this IEndpointRouteBuilder app) =>
        app.MapPost("/connect/introspect", IntrospectAsync).WithName("IntrospectToken").WithTags("Tokens").TakesForm("token", "client_id", "client_secret")
            .WithLimit(Limits.Introspection, CallerAsync)
            .Produces<IntrospectedToken>().Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status401Unauthorized).Produces<TokenError>(StatusCodes.Status403Forbidden);

    private static async Task<IResult> IntrospectAsync(
        HttpContext context, ClientAuthentication clients, TokenInspector inspector, IOptions<IntrospectionOptions> services, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        var (form, unread) = await OAuthForm.ReadAsync(context, cancellationToken);
        if (form is null)
        {
            return unread!;
        }

        if (await RefusalAsync(context, form, clients, services.Value, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return form.Find("token") is { } token
            ? TypedResults.Ok(await inspector.InspectAsync(token, cancellationToken))
            : OAuthErrors.InvalidRequest("token is missing.");
    }

    /// <summary>
    /// Services ask for all their callers: they are not counted. Others are by client and secret together, as they present them, so that nobody keeps
    /// a client from asking by wrong secrets.
    /// </summary>
    private static async ValueTask<LimitedCaller> CallerAsync(HttpContext context)
    {
        var (form, _) = await OAuthForm.ReadAsync(context, context.RequestAborted);
        var presented = form is null ? null : PresentedClient.Read(context.Request, form).Client;
        var services = context.RequestServices.GetRequiredService<IOptions<IntrospectionOptions>>().Value;
        return presented is null ? default
            : IsMeant(presented, services) && IsSame(presented.Secret ?? "", services.ClientSecret) ? new LimitedCaller(null, IsUnlimited: true)
            : new LimitedCaller($"{presented.Id} {presented.Secret}");
    }

    private static async Task<IResult?> RefusalAsync(
        HttpContext context, OAuthForm form, ClientAuthentication clients, IntrospectionOptions services, CancellationToken cancellation)
    {
        var (presented, malformed) = PresentedClient.Read(context.Request, form);
        if (presented is null || malformed)
        {
            return OAuthErrors.InvalidClient(context.Response, "client_id and client_secret are needed: as Basic, or both in the form.");
        }

        if (IsMeant(presented, services))
        {
            return IsSame(presented.Secret ?? "", services.ClientSecret)
                ? null
                : OAuthErrors.InvalidClient(context.Response, "client_id names no client, or client_secret is another.");
        }

        var (client, refusal) = await clients.CheckAsync(context, presented, note: false, cancellation);
        return refusal ?? (client is { SecretHash: not null } && client.Scopes.Contains(Scopes.TokensIntrospect, StringComparer.Ordinal)
            ? null
            : TypedResults.Json(
                new TokenError("unauthorized_client", $"The client may not ask about tokens: it lacks the scope {Scopes.TokensIntrospect}, or has no secret."),
                statusCode: StatusCodes.Status403Forbidden));
    }

    private static bool IsMeant(PresentedClient presented, IntrospectionOptions services) => services.ClientId.Length > 0 && presented.Id == services.ClientId;

    // Hashed first, so that not even the length shows.
    private static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
