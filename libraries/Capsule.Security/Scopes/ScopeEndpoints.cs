using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Capsule.Security;

/// <summary>Requires scopes at endpoints.</summary>
public static class ScopeEndpoints
{
    /// <summary>
    /// Answers 401 without a valid access token, and 403 when the token lacks the scope. Several calls require all their scopes.
    /// </summary>
    /// <param name="builder">An endpoint or an endpoint group.</param>
    /// <param name="scope">A single scope, such as <c>users:read</c>.</param>
    /// <exception cref="ArgumentException">The text is not a scope-token of RFC 6749 §3.3.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        if (scope.Any(static character => character is <= ' ' or '"' or '\\' or > '~'))
        {
            throw new ArgumentException(
                $"'{scope}' is not a scope: it must be one name without spaces, quotes or backslashes.",
                nameof(scope)
            );
        }

        var requirement = new ScopeRequirement(scope);
        return builder
            .WithMetadata(requirement, Refusal(StatusCodes.Status401Unauthorized), Refusal(StatusCodes.Status403Forbidden))
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(requirement));
    }

    private static ProducesResponseTypeMetadata Refusal(int status) => new(status, typeof(ProblemDetails), ["application/problem+json"]);
}
