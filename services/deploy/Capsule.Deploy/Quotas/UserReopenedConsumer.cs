using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>Who has their account back deploys as before.</summary>
internal sealed class UserReopenedConsumer(QuotaTable quotas) : IEventConsumer<UserReopened>
{
    public Task ConsumeAsync(UserReopened message, CancellationToken cancellationToken) =>
        quotas.ReopenAsync(message.UserId, message.OccurredAt, cancellationToken);
}
