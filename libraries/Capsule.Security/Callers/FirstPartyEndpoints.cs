using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Security;

/// <summary>Keeps what belongs to the user alone from those to whom the user delegated something.</summary>
public static class FirstPartyEndpoints
{
    /// <summary>
    /// Answers 403 (<c>session-required</c>) to tokens of clients, to API keys and to administrators who act as a user, at every endpoint
    /// that asks for a token and does not say <see cref="AllowDelegatedAccess"/>.
    /// </summary>
    public static IServiceCollection AddFirstPartyAccess(this IServiceCollection services) =>
        services
            .AddSingleton<FirstPartyAccess>()
            .AddSingleton<IAuthorizationHandler>(static provider => provider.GetRequiredService<FirstPartyAccess>());

    /// <summary>
    /// Lets clients and API keys call it, as far as their scopes go. It must not change or show credentials, API keys, sessions or second
    /// factors.
    /// </summary>
    /// <param name="builder">An endpoint or a group of them.</param>
    public static TBuilder AllowDelegatedAccess<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(DelegatedAccess.Instance);
}
