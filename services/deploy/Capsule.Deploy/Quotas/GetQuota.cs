using System.Security.Claims;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy.Quotas;

/// <summary>Returns a quota: the caller's own, or any with the scope deployments:read.</summary>
internal sealed class GetQuota(DeployDbContext database)
{
    public async Task<Outcome<QuotaResponse>> ExecuteAsync(Guid userId, ClaimsPrincipal caller, CancellationToken cancellationToken)
    {
        if (!caller.MayRead(userId, Scopes.DeploymentsRead))
        {
            return Refusal.Forbidden("not-your-account", $"Reading other users' quotas requires the scope {Scopes.DeploymentsRead}.");
        }

        var quota = await database.Quotas.AsNoTracking().SingleOrDefaultAsync(quota => quota.UserId == userId, cancellationToken);
        return quota is null or { IsAwaited: true }
            ? AwaitedData.Missing("quota", userId, caller, Scopes.DeploymentsRead)
            : QuotaResponse.From(quota);
    }
}
