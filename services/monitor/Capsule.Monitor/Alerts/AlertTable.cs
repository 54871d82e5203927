using Capsule.Data;
using Npgsql;

namespace Capsule.Monitor.Alerts;

/// <summary>The statements that raise and clear; any number of replicas may run them at the same time.</summary>
internal sealed class AlertTable(NpgsqlDataSource source, MonitorDbContext database, TimeProvider time)
{
    private readonly string _alerts = SqlText.Identifier(database.Schema, "alerts");

    /// <summary>
    /// Raises alerts for those of <paramref name="readings"/> that are older than <paramref name="limit"/>, where none is open, and clears those
    /// of the others and of services that are no longer <paramref name="watched"/>, in one round trip. Relies on ix_alerts_open.
    /// </summary>
    public async Task<AlertChanges> ApplyAsync(
        IReadOnlyList<OutboxReading> readings, TimeSpan limit, string[] watched, CancellationToken cancellationToken)
    {
        var late = readings.Where(reading => reading.OldestAge > limit).ToList();
        var timely = readings.Except(late).Select(reading => reading.Service).ToArray();
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Raise(late));
        batch.BatchCommands.Add(Clear(timely, watched));
        batch.BatchCommands.Add(Command($"select count(*) from {_alerts} where name = $1 and cleared_at is null", AlertNames.OutboxAge));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var raised = await ServicesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var cleared = await ServicesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new AlertChanges(raised, cleared, reader.GetInt64(0));
    }

    private NpgsqlBatchCommand Raise(List<OutboxReading> late)
    {
        var now = time.GetUtcNow();
        return Command(
            $"""
            insert into {_alerts} (id, name, service, raised_at, detail)
            select late.id, $1, late.service, current_timestamp, late.detail
            from unnest($2, $3, $4) as late (id, service, detail)
            on conflict (name, service) where cleared_at is null do nothing
            returning service
            """,
            AlertNames.OutboxAge,
            late.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            late.Select(reading => reading.Service).ToArray(),
            late.Select(reading => reading.Detail).ToArray());
    }

    private NpgsqlBatchCommand Clear(string[] timely, string[] watched) => Command(
        $"""
        update {_alerts} set cleared_at = current_timestamp
        where name = $1 and cleared_at is null and (service = any($2) or service <> all($3))
        returning service
        """,
        AlertNames.OutboxAge,
        timely,
        watched);

    private static NpgsqlBatchCommand Command(string sql, params object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        Array.ForEach(parameters, value => command.Parameters.Add(new() { Value = value }));
        return command;
    }

    private static async Task<List<string>> ServicesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var services = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            services.Add(reader.GetString(0));
        }

        return services;
    }
}
