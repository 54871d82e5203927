using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Security;

/// <summary>Protects endpoints that only the user's own session may call.</summary>
public static class FirstPartyEndpoints
{
    /// <summary>
    /// Refuses tokens of clients, API keys, and administrators who act as a user with 403 (<c>session-required</c>), at every endpoint that
    /// requires a token and does not declare <see cref="AllowDelegatedAccess"/>.
    /// </summary>
    public static IServiceCollection AddFirstPartyAccess(this IServiceCollection services) =>
        services
            .AddSingleton<FirstPartyAccess>()
            .AddSingleton<IAuthorizationHandler>(static provider => provider.GetRequiredService<FirstPartyAccess>());

    /// <summary>
    /// Allows clients and API keys to call the endpoint within their scopes. Such an endpoint must neither change nor show credentials, API
    /// keys, sessions or second factors.
    /// </summary>
    /// <param name="builder">An endpoint or an endpoint group.</param>
    public static TBuilder AllowDelegatedAccess<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(DelegatedAccess.Instance);
}
