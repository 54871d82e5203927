using Microsoft.AspNetCore.Authorization;

namespace Capsule.Security;

/// <summary>Compares the token's authentication time with the clock for <see cref="RecentAuthenticationRequirement"/>.</summary>
internal sealed class RecentAuthenticationHandler(TimeProvider timeProvider) : AuthorizationHandler<RecentAuthenticationRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RecentAuthenticationRequirement requirement)
    {
        if (requirement.IsMetBy(context.User, timeProvider.GetUtcNow()))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
