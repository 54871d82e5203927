using System.Security.Claims;
using Capsule.Contracts;
using Capsule.Deploy.Quotas;
using Capsule.Messaging;
using Capsule.Security;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Deploy.Deployments;

/// <summary>Accepts a deployment within its user's quota. The claim, the row and the event commit together.</summary>
internal sealed class RequestDeployment(DeployDbContext database, IEventPublisher events, TimeProvider timeProvider)
{
    public async Task<Outcome<DeploymentResponse>> ExecuteAsync(
        ClaimsPrincipal caller,
        RequestDeploymentRequest request,
        CancellationToken cancellationToken
    )
    {
        var userId = caller.UserId();
        await using var transaction = database.Database.CurrentTransaction is null
            ? await database.Database.BeginTransactionAsync(cancellationToken)
            : null;

        if (!await ClaimAsync(userId, request, cancellationToken))
        {
            var quota = await database.Quotas.AsNoTracking().SingleOrDefaultAsync(quota => quota.UserId == userId, cancellationToken);
            return Refuse(quota, request, caller);
        }

        var deployment = new Deployment
        {
            UserId = userId,
            Name = request.Name,
            Image = request.Image,
            CpuMillicores = request.CpuMillicores,
            MemoryMegabytes = request.MemoryMegabytes,
        };
        database.Deployments.Add(deployment);
        events.Publish(
            new DeploymentRequested(
                deployment.Id,
                userId,
                deployment.Name,
                deployment.Image,
                deployment.CpuMillicores,
                deployment.MemoryMegabytes,
                timeProvider.GetUtcNow()
            )
        );

        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (IsTakenName(exception))
        {
            return Refusal.Conflict("deployment-name-taken", $"You already have a deployment named '{request.Name}'.", field: "name");
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return DeploymentResponse.From(deployment);
    }

    private static Refusal Refuse(Quota? quota, RequestDeploymentRequest request, ClaimsPrincipal caller) =>
        quota switch
        {
            null or { IsAwaited: true } => AwaitedData.Missing("quota", caller.UserId(), caller, Scopes.DeploymentsRead),
            { IsClosed: true } => Refusal.Forbidden("account-closed", "The account is closed, so it cannot deploy."),
            _ => Refusal.Forbidden("over-quota", OverQuota(request, quota)),
        };

    // One conditional update over ix_quotas_user_id both checks and claims the quota, so that concurrent requests cannot exceed it.
    private async Task<bool> ClaimAsync(Guid userId, RequestDeploymentRequest request, CancellationToken cancellationToken) =>
        await database
            .Quotas.Where(quota =>
                quota.UserId == userId
                && quota.AccountState != AccountState.Closed
                && quota.UsedDeployments < quota.MaxDeployments
                && quota.UsedCpuMillicores + request.CpuMillicores <= quota.MaxCpuMillicores
                && quota.UsedMemoryMegabytes + request.MemoryMegabytes <= quota.MaxMemoryMegabytes
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(quota => quota.UsedDeployments, quota => quota.UsedDeployments + 1)
                        .SetProperty(quota => quota.UsedCpuMillicores, quota => quota.UsedCpuMillicores + request.CpuMillicores)
                        .SetProperty(quota => quota.UsedMemoryMegabytes, quota => quota.UsedMemoryMegabytes + request.MemoryMegabytes),
                cancellationToken
            ) == 1;

    private static string OverQuota(RequestDeploymentRequest request, Quota quota)
    {
        List<string> exceeded = [];
        Check("deployments", 1, quota.UsedDeployments, quota.MaxDeployments);
        Check("cpuMillicores", request.CpuMillicores, quota.UsedCpuMillicores, quota.MaxCpuMillicores);
        Check("memoryMegabytes", request.MemoryMegabytes, quota.UsedMemoryMegabytes, quota.MaxMemoryMegabytes);
        return $"The {quota.Plan} plan does not allow this: {string.Join("; ", exceeded)}.";

        void Check(string what, int asked, int used, int max)
        {
            if (used + asked > max)
            {
                exceeded.Add($"{what} would be {used + asked} of {max}");
            }
        }
    }

    private static bool IsTakenName(DbUpdateException exception) =>
        exception.InnerException
            is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: DeploymentConfiguration.UniqueName };
}
