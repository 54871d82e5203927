using Capsule.Contracts;
using MassTransit;

namespace Capsule.Monitor.Events;

/// <summary>Counts every <see cref="UserRegistered"/>.</summary>
internal sealed class UserRegisteredCounter(MonitorDbContext database) : IConsumer<UserRegistered>
{
    public Task Consume(ConsumeContext<UserRegistered> context) =>
        database.CountEventAsync(nameof(UserRegistered), context.Message.OccurredAt, context.CancellationToken);
}

/// <summary>Counts every <see cref="SubscriptionActivated"/>.</summary>
internal sealed class SubscriptionActivatedCounter(MonitorDbContext database) : IConsumer<SubscriptionActivated>
{
    public Task Consume(ConsumeContext<SubscriptionActivated> context) =>
        database.CountEventAsync(nameof(SubscriptionActivated), context.Message.OccurredAt, context.CancellationToken);
}

/// <summary>Counts every <see cref="DeploymentRequested"/>.</summary>
internal sealed class DeploymentRequestedCounter(MonitorDbContext database) : IConsumer<DeploymentRequested>
{
    public Task Consume(ConsumeContext<DeploymentRequested> context) =>
        database.CountEventAsync(nameof(DeploymentRequested), context.Message.OccurredAt, context.CancellationToken);
}
