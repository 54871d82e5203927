using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Capsule.Security;

/// <summary>Requires recent authentication at an endpoint.</summary>
public static class RecentAuthenticationEndpoints
{
    /// <summary>
    /// Answers 401 with the challenge of RFC 9470 when the user's last authentication is too old or the token has no user; the client then
    /// asks the user to authenticate at <c>POST /api/sessions/current/step-up</c> of auth. An API key gets 403, because no user is present.
    /// Other requirements, such as a scope, are declared separately.
    /// </summary>
    /// <param name="builder">An endpoint or an endpoint group.</param>
    /// <param name="minutes">The maximum age of the authentication in minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
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
