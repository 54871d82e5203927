using Capsule.Data;
using Npgsql;

namespace Capsule.Monitor.Alerts;

/// <summary>The statements that raise and clear alerts; any number of replicas may execute them concurrently.</summary>
internal sealed class AlertTable(NpgsqlDataSource source, MonitorDbContext database, TimeProvider timeProvider)
{
    // All statements rely on ix_alerts_open.
    private static readonly SchemaSql RaiseSql = new(
        """
        insert into {schema}.alerts (id, name, service, raised_at, detail)
        select late.id, @name, late.service, current_timestamp, late.detail
        from unnest(@ids, @services, @details) as late (id, service, detail)
        on conflict (name, service) where cleared_at is null do nothing
        returning service
        """
    );

    private static readonly SchemaSql ClearSql = new(
        """
        update {schema}.alerts set cleared_at = current_timestamp
        where name = @name and cleared_at is null and (service = any(@timely) or service <> all(@watched))
        returning service
        """
    );

    private static readonly SchemaSql CountSql = new(
        "select count(*) as open from {schema}.alerts where name = @name and cleared_at is null"
    );

    /// <summary>
    /// In one round trip, raises an alert for each of the <paramref name="readings"/> that exceeds <paramref name="limit"/> and has no open
    /// alert, and clears the alerts of all other readings and of services that are no longer <paramref name="watched"/>.
    /// </summary>
    public async Task<AlertChanges> ApplyAsync(
        IReadOnlyList<OutboxReading> readings,
        TimeSpan limit,
        string[] watched,
        CancellationToken cancellationToken
    )
    {
        var late = readings.Where(reading => reading.OldestAge > limit).ToList();
        var timely = readings.Except(late).Select(reading => reading.Service).ToArray();
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Raise(late));
        batch.BatchCommands.Add(Command(ClearSql, new("timely", timely), new("watched", watched)));
        batch.BatchCommands.Add(Command(CountSql));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var raised = await ServicesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var cleared = await ServicesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new AlertChanges(raised, cleared, reader.Field<long>("open"));
    }

    private NpgsqlBatchCommand Raise(List<OutboxReading> late)
    {
        var now = timeProvider.GetUtcNow();
        return Command(
            RaiseSql,
            new("ids", late.Select(_ => Guid.CreateVersion7(now)).ToArray()),
            new("services", late.Select(reading => reading.Service).ToArray()),
            new("details", late.Select(reading => reading.Detail).ToArray())
        );
    }

    private NpgsqlBatchCommand Command(SchemaSql sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql.In(database)) { Parameters = { new("name", AlertNames.OutboxAge) } };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static async Task<List<string>> ServicesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var service = reader.GetOrdinal("service");
        var services = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            services.Add(reader.GetString(service));
        }

        return services;
    }
}
