using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Capsule.Security;

/// <summary>
/// Refuses delegated callers (clients, API keys, and administrators who act as a user) at a service's endpoints. The handler is part of
/// every authorization, so an endpoint is closed wherever it is mapped, unless it declares <c>AllowDelegatedAccess</c>.
/// </summary>
internal sealed class FirstPartyAccess : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.Resource is HttpContext http && Refusal(http) is { } refusal)
        {
            context.Fail(new AuthorizationFailureReason(this, refusal));
        }

        return Task.CompletedTask;
    }

    /// <summary>Returns why the caller may not use the endpoint; null when the caller may use it or is anonymous.</summary>
    public static string? Refusal(HttpContext context)
    {
        var isOpen = context.GetEndpoint()?.Metadata.GetMetadata<DelegatedAccess>() is not null;
        return context.User switch
        {
            { Identity.IsAuthenticated: not true } => null,
            var caller when caller.HasClaim(static claim => claim.Type == CallerClaims.ActorClaim) =>
                "This requires the user's own session; an administrator who acts as the user is not allowed.",
            _ when isOpen => null,
            var caller when caller.ApiKeyId() is not null => "This requires the user's own session; an API key is not enough.",
            var caller when !caller.IsFirstParty() => "This requires the user's own session; a client's token is not enough.",
            _ => null,
        };
    }
}

/// <summary>Marks an endpoint that clients and API keys may call.</summary>
internal sealed class DelegatedAccess
{
    public static DelegatedAccess Instance { get; } = new();
}
