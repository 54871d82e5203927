using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>Prevents new deployments for a closed account until it is reopened; running deployments keep running.</summary>
internal sealed class AccountStateChangedConsumer(DeployDbContext database) : IEventConsumer<AccountStateChanged>
{
    public async Task ConsumeAsync(AccountStateChanged message, CancellationToken cancellationToken)
    {
        var quota = await database.LockOrAddAsync(message.UserId, Quota.Awaited, cancellationToken);
        quota.Follow(message);
        await database.SaveChangesAsync(cancellationToken);
    }
}
