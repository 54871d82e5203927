using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>The user of a closed account deploys nothing more until it is open again; what runs keeps running.</summary>
internal sealed class AccountStateChangedConsumer(DeployDbContext database) : IEventConsumer<AccountStateChanged>
{
    public async Task ConsumeAsync(AccountStateChanged message, CancellationToken cancellationToken)
    {
        var quota = await database.LockOrAddAsync(message.UserId, Quota.Awaited, cancellationToken);
        quota.Follow(message);
        await database.SaveChangesAsync(cancellationToken);
    }
}
