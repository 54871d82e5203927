using Capsule.Contracts;
using Capsule.Deploy.Quotas;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Deploy.Deployments;

/// <summary>Why a deployment was refused, or that it was not.</summary>
internal enum DeploymentRefusal
{
    None,
    NoQuota,
    AccountClosed,
    OverQuota,
    NameTaken,
}

/// <summary>Accepts a deployment within its user's quota: claim, row and event commit together.</summary>
internal sealed class RequestDeployment(DeployDbContext database, IEventPublisher events, TimeProvider clock)
{
    public async Task<(DeploymentRefusal Refusal, Deployment? Deployment, Quota? Quota)> ExecuteAsync(
        Guid userId, RequestDeploymentRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = database.Database.CurrentTransaction is null
            ? await database.Database.BeginTransactionAsync(cancellationToken)
            : null;

        if (!await ClaimAsync(userId, request, cancellationToken))
        {
            var quota = await database.Quotas.AsNoTracking().SingleOrDefaultAsync(quota => quota.UserId == userId, cancellationToken);
            return (Refusal(quota), null, quota);
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
        events.Publish(new DeploymentRequested(
            deployment.Id, userId, deployment.Name, deployment.Image, deployment.CpuMillicores, deployment.MemoryMegabytes, clock.GetUtcNow()));

        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (IsTakenName(exception))
        {
            return (DeploymentRefusal.NameTaken, null, null);
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return (DeploymentRefusal.None, deployment, null);
    }

    private static DeploymentRefusal Refusal(Quota? quota) => quota switch
    {
        null or { IsAwaited: true } => DeploymentRefusal.NoQuota,
        { IsClosed: true } => DeploymentRefusal.AccountClosed,
        _ => DeploymentRefusal.OverQuota,
    };

    // One conditional update over ix_quotas_user_id both checks and claims, so that requests at once cannot pass the limit together.
    private async Task<bool> ClaimAsync(Guid userId, RequestDeploymentRequest request, CancellationToken cancellationToken) =>
        await database.Quotas
            .Where(quota => quota.UserId == userId
                && quota.AccountState != AccountState.Closed
                && quota.UsedDeployments < quota.MaxDeployments
                && quota.UsedCpuMillicores + request.CpuMillicores <= quota.MaxCpuMillicores
                && quota.UsedMemoryMegabytes + request.MemoryMegabytes <= quota.MaxMemoryMegabytes)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(quota => quota.UsedDeployments, quota => quota.UsedDeployments + 1)
                    .SetProperty(quota => quota.UsedCpuMillicores, quota => quota.UsedCpuMillicores + request.CpuMillicores)
                    .SetProperty(quota => quota.UsedMemoryMegabytes, quota => quota.UsedMemoryMegabytes + request.MemoryMegabytes),
                cancellationToken) == 1;

    private static bool IsTakenName(DbUpdateException exception) =>
        exception.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: DeploymentConfiguration.UniqueName,
        };
}
