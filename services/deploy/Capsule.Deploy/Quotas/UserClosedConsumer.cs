using Capsule.Contracts;
using MassTransit;

namespace Capsule.Deploy.Quotas;

/// <summary>Who closes their account deploys nothing any more; what runs is left to whoever ends it.</summary>
internal sealed class UserClosedConsumer(QuotaTable quotas) : IConsumer<UserClosed>
{
    public Task Consume(ConsumeContext<UserClosed> context) =>
        quotas.CloseAsync(context.Message.UserId, context.Message.OccurredAt, context.CancellationToken);
}
