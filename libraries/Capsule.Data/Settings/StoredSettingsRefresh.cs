using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capsule.Data;

/// <summary>Reads a service's run-time settings from <c>service_settings</c> at start and then periodically.</summary>
internal sealed class StoredSettingsRefresh<TContext>(
    StoredSettings stored,
    IServiceScopeFactory scopes,
    IOptions<StoredSettingsOptions> options,
    TimeProvider timeProvider,
    ILogger<StoredSettingsRefresh<TContext>> logger
) : BackgroundService
    where TContext : ServiceDbContext
{
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshInterval, timeProvider);
        do
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database's health check reports the outage; the settings keep their values until the database answers.
                logger.LogDebug(exception, "The settings could not be read");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>();
        var known = database.RuntimeSettings.ToDictionary(setting => setting.Key, StringComparer.Ordinal);
        string[] keys = [.. known.Keys];

        // Relies on pk_service_settings.
        var rows = await database.ServiceSettings.AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(cancellationToken);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            if (known[row.Key].Read(row.Value) is { } value)
            {
                values[row.Key] = value;
            }
            else if (_refused.Add($"{row.Key} {row.Value}"))
            {
                logger.LogWarning(
                    "{Key} is {Value} in service_settings and is ignored: it must be {Allowed}",
                    row.Key,
                    row.Value,
                    known[row.Key].Allowed
                );
            }
        }

        if (stored.Replace(values))
        {
            logger.LogInformation(
                "Settings from service_settings: {Settings}",
                string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal))
            );
        }
    }
}
