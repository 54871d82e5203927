using Capsule.Contracts;
using MassTransit;

namespace Capsule.Monitor.Events;

/// <summary>Counts every <see cref="UserRegistered"/>.</summary>
internal sealed class UserRegisteredCounter(MonitorDbContext database) : IConsumer<UserRegistered>
{
    public Task Consume(ConsumeContext<UserRegistered> context) =>
        database.CountEventAsync(nameof(UserRegistered), context.Message.OccurredAt, context.CancellationToken);
}

/// <summary>Counts every <see cref="UserClosed"/>.</summary>
internal sealed class UserClosedCounter(MonitorDbContext database) : IConsumer<UserClosed>
{
    public Task Consume(ConsumeContext<UserClosed> context) =>
        database.CountEventAsync(nameof(UserClosed), context.Message.OccurredAt, context.CancellationToken);
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

/// <summary>Counts every <see cref="MigrationApplied"/>.</summary>
internal sealed class MigrationAppliedCounter(MonitorDbContext database) : IConsumer<MigrationApplied>
{
    public Task Consume(ConsumeContext<MigrationApplied> context) =>
        database.CountEventAsync(nameof(MigrationApplied), context.Message.OccurredAt, context.CancellationToken);
}

/// <summary>Counts every <see cref="MigrationFailed"/>.</summary>
internal sealed class MigrationFailedCounter(MonitorDbContext database) : IConsumer<MigrationFailed>
{
    public Task Consume(ConsumeContext<MigrationFailed> context) =>
        database.CountEventAsync(nameof(MigrationFailed), context.Message.OccurredAt, context.CancellationToken);
}
