using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Capsule.Security;

/// <summary>Says how recently an endpoint's callers must have proved who they are.</summary>
public static class RecentAuthenticationEndpoints
{
    /// <summary>
    /// Answers 401 when the user proved who they are longer ago, or no user did, with a challenge that says so (RFC 9470): the client asks
    /// them once more at <c>POST /api/sessions/current/step-up</c> of auth. An API key gets 403: nobody is there to ask. What else the
    /// endpoint needs, such as a scope, is said beside.
    /// </summary>
    /// <param name="builder">An endpoint or a group of them.</param>
    /// <param name="minutes">How long ago at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no time.</exception>
    public static TBuilder RequireRecentAuthentication<TBuilder>(this TBuilder builder, int minutes)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        var requirement = new RecentAuthenticationRequirement(TimeSpan.FromMinutes(minutes));
        return builder
            .WithMetadata(
                requirement,
                new ProducesResponseTypeMetadata(
                    StatusCodes.Status401Unauthorized,
                    typeof(Microsoft.AspNetCore.Mvc.ProblemDetails),
                    ["application/problem+json"]
                )
            )
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(requirement));
    }
}
