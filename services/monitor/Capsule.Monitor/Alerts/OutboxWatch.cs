using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Alerts;

/// <summary>
/// Asks every service how long its events wait, and raises and clears alerts. It asks, for events would not bring the news that they are stuck.
/// </summary>
internal sealed class OutboxWatch(
    OutboxQuestion question, IServiceScopeFactory scopes, AlertTelemetry telemetry, IOptions<WatchOptions> options, TimeProvider time,
    ILogger<OutboxWatch> logger)
    : BackgroundService
{
    private readonly WatchOptions _options = options.Value;
    private readonly string[] _services = options.Value.ServiceNames();
    private readonly ConcurrentDictionary<string, bool> _silent = [];
    private Dictionary<string, bool> _late = [];
    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled, so that asking every few seconds makes no traces.
        using var quiet = new Activity("outbox watch").Start();
        using var timer = new PeriodicTimer(_options.Interval, time);

        // Not at once: services that start together with this one would not answer yet.
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                Recovered();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(exception);
            }
            catch (Exception exception)
            {
                logger.LogDebug(exception, "Stopped while it was asking");
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(_services.Select(service => AskAsync(service, cancellation)));
        var readings = Confirmed([.. answers.OfType<OutboxReading>()]);
        await using var scope = scopes.CreateAsyncScope();
        var changes = await scope.ServiceProvider.GetRequiredService<AlertTable>().ApplyAsync(readings, _options.OutboxAge, _services, cancellation);
        telemetry.Open(changes.Open);
        foreach (var service in changes.Raised)
        {
            logger.LogWarning(
                "Alert {Alert} raised for {Service}: {Detail}", AlertNames.OutboxAge, service, readings.Find(reading => reading.Service == service)!.Detail);
        }

        foreach (var service in changes.Cleared)
        {
            logger.LogInformation("Alert {Alert} cleared for {Service}", AlertNames.OutboxAge, service);
        }
    }

    // Two in a row, for replicas measure at different moments: what one says could raise an alert and what the next says clear it, in turn.
    private List<OutboxReading> Confirmed(OutboxReading[] readings)
    {
        var before = _late;
        _late = readings.ToDictionary(reading => reading.Service, reading => reading.OldestAge > _options.OutboxAge);
        return [.. readings.Where(reading => before.TryGetValue(reading.Service, out var late) && late == _late[reading.Service])];
    }

    private async Task<OutboxReading?> AskAsync(string service, CancellationToken cancellation)
    {
        try
        {
            var reading = await question.AskAsync(service, cancellation);
            if (_silent.TryRemove(service, out _))
            {
                logger.LogInformation("{Service} says again how long its events wait", service);
            }

            return reading;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            if (_silent.TryAdd(service, true))
            {
                logger.LogWarning("{Service} does not say how long its events wait: {Reason}", service, exception.Message);
            }

            logger.LogDebug(exception, "{Service} does not say how long its events wait", service);
            return null;
        }
    }

    private void Failed(Exception exception)
    {
        if (!_failed)
        {
            logger.LogWarning("Alerts are neither raised nor cleared: {Reason}", exception.Message);
        }

        _failed = true;
        logger.LogDebug(exception, "Alerts are neither raised nor cleared");
    }

    private void Recovered()
    {
        if (_failed)
        {
            logger.LogInformation("Alerts are raised and cleared again");
        }

        _failed = false;
    }
}
