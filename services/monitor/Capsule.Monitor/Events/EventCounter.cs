using Capsule.Contracts;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Monitor.Events;

/// <summary>Counts each event in the hour in which it occurred; the inbox sees to it that it is counted once.</summary>
internal sealed class EventCounter(MonitorDbContext database)
    : IConsumer<UserRegistered>, IConsumer<SubscriptionActivated>, IConsumer<DeploymentRequested>
{
    public Task Consume(ConsumeContext<UserRegistered> context) =>
        CountAsync(nameof(UserRegistered), context.Message.OccurredAt, context.CancellationToken);

    public Task Consume(ConsumeContext<SubscriptionActivated> context) =>
        CountAsync(nameof(SubscriptionActivated), context.Message.OccurredAt, context.CancellationToken);

    public Task Consume(ConsumeContext<DeploymentRequested> context) =>
        CountAsync(nameof(DeploymentRequested), context.Message.OccurredAt, context.CancellationToken);

    private Task CountAsync(string type, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        var hour = Hour.Of(occurredAt);
        return database.Database.ExecuteSqlAsync(
            $"""
            insert into monitor.event_counts as counts (type, hour, count) values ({type}, {hour}, 1)
            on conflict (type, hour) do update set count = counts.count + 1
            """,
            cancellationToken);
    }
}
