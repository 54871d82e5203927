using Capsule.Auth.OAuth;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.OAuth.Grants;
using Capsule.Auth.OAuth.Introspection;
using Capsule.Auth.OAuth.Pages;

namespace Capsule.Auth;

/// <summary>Registers the area OAuth: OAuth 2.0 and OpenID Connect for clients, and users' grants to clients.</summary>
internal static class OAuthExtensions
{
    public static IServiceCollection AddOAuth(this IServiceCollection services) => services.AddClients().AddProtocol().AddTokenInspection();

    public static void MapOAuth(this IEndpointRouteBuilder app)
    {
        app.MapProtocol();
        app.MapPages();
        app.MapGrants();
        app.MapClients();
    }
}
