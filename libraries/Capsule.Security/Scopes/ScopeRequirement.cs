using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Capsule.Security;

/// <summary>Requires a scope in the token's claim <c>scope</c>, a space-separated list (RFC 8693 §4.2, RFC 9068 §2.2.3).</summary>
internal sealed class ScopeRequirement(string scope) : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    private const string ClaimType = "scope";

    public string Scope => scope;

    public bool IsMetBy(ClaimsPrincipal user)
    {
        foreach (var claim in user.Claims)
        {
            if (claim.Type == ClaimType && Names(claim.Value))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"scope {scope}";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (requirement.IsMetBy(context.User))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private bool Names(ReadOnlySpan<char> scopes)
    {
        foreach (var part in scopes.Split(' '))
        {
            if (scopes[part].SequenceEqual(scope))
            {
                return true;
            }
        }

        return false;
    }
}
