using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>Who closes their account deploys nothing any more; what runs is left to whoever ends it.</summary>
internal sealed class UserClosedConsumer(QuotaTable quotas) : IEventConsumer<UserClosed>
{
    public Task ConsumeAsync(UserClosed message, CancellationToken cancellationToken) =>
        quotas.CloseAsync(message.UserId, message.OccurredAt, cancellationToken);
}
