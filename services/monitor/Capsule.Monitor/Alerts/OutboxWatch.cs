using System.Collections.Concurrent;
using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Alerts;

/// <summary>
/// Checks how long the events of every service have been waiting, and raises and clears alerts. It polls, because an event that reports a
/// stuck outbox would be stuck as well. Every replica polls, because each reports the number of open alerts as a metric.
/// </summary>
internal sealed class OutboxWatch(
    WorkerContext context,
    OutboxReader reader,
    IServiceScopeFactory scopes,
    AlertTelemetry telemetry,
    IOptions<WatchOptions> options
) : RecurringWork(context, "Alerts are neither raised nor cleared")
{
    private readonly WatchOptions _options = options.Value;
    private readonly string[] _services = options.Value.ServiceNames();
    private readonly ConcurrentDictionary<string, bool> _silent = [];
    private Dictionary<string, bool> _late = [];

    protected override WorkSchedule Schedule =>
        new(_options.Interval)
        {
            // Services that start together with this one would not answer yet.
            StartsAtOnce = false,
            Backoff = new(_options.Interval, _options.Interval),
        };

    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_services.Select(service => ReadAsync(service, cancellationToken)));
        var readings = Confirmed([.. answers.OfType<OutboxReading>()]);
        await using var scope = scopes.CreateAsyncScope();
        var table = scope.ServiceProvider.GetRequiredService<AlertTable>();
        var changes = await table.ApplyAsync(readings, _options.OutboxAge, _services, cancellationToken);
        telemetry.Open(changes.Open);
        Log(changes, readings);
        return RunResult.Did(changes.Raised.Count + changes.Cleared.Count);
    }

    private void Log(AlertChanges changes, List<OutboxReading> readings)
    {
        foreach (var service in changes.Raised)
        {
            Logger.LogWarning(
                "Alert {Alert} raised for {Service}: {Detail}",
                AlertNames.OutboxAge,
                service,
                readings.Find(reading => reading.Service == service)!.Detail
            );
        }

        foreach (var service in changes.Cleared)
        {
            Logger.LogInformation("Alert {Alert} cleared for {Service}", AlertNames.OutboxAge, service);
        }
    }

    // Two consecutive readings must agree: replicas measure at different times, so one could raise an alert that the next clears, and so
    // on.
    private List<OutboxReading> Confirmed(OutboxReading[] readings)
    {
        var before = _late;
        _late = readings.ToDictionary(reading => reading.Service, reading => reading.OldestAge > _options.OutboxAge);
        return [.. readings.Where(reading => before.TryGetValue(reading.Service, out var late) && late == _late[reading.Service])];
    }

    private async Task<OutboxReading?> ReadAsync(string service, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await reader.ReadAsync(service, cancellationToken);
            if (_silent.TryRemove(service, out _))
            {
                Logger.LogInformation("The outbox of {Service} can be read again", service);
            }

            return reading;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (_silent.TryAdd(service, true))
            {
                Logger.LogWarning("The outbox of {Service} cannot be read: {Reason}", service, exception.Message);
            }

            Logger.LogDebug(exception, "The outbox of {Service} cannot be read", service);
            return null;
        }
    }
}
