using Capsule.Contracts;
using MassTransit;

namespace Capsule.Deploy.Quotas;

/// <summary>Who has their account back deploys as before.</summary>
internal sealed class UserReopenedConsumer(QuotaTable quotas) : IConsumer<UserReopened>
{
    public Task Consume(ConsumeContext<UserReopened> context) =>
        quotas.ReopenAsync(context.Message.UserId, context.Message.OccurredAt, context.CancellationToken);
}
