using Npgsql;

namespace Capsule.Migrations;

/// <summary>Notes a failure where it outlives the transaction that was rolled back.</summary>
internal static class MigrationFailure
{
    /// <summary>Writes the row, on a new connection if the old one is gone; returns what to throw.</summary>
    public static async Task<MigrationException> NoteAsync(
        MigrationSession session,
        NpgsqlConnectionStringBuilder owner,
        KnownMigration migration,
        StepFailedException failure,
        CancellationToken cancellationToken
    )
    {
        var error = Explain(failure);
        try
        {
            if (session.Connection.FullState.HasFlag(System.Data.ConnectionState.Open))
            {
                await WriteAsync(session.History, session.Events, migration, failure.Place, error, cancellationToken);
            }
            else
            {
                await using var connection = await OwnerConnection.OpenAsync(owner, session.Options, cancellationToken);
                await WriteAsync(
                    new SchemaHistory(connection, session.Options.SchemaName),
                    session.Events,
                    migration,
                    failure.Place,
                    error,
                    cancellationToken
                );
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or MigrationException)
        {
            session.Options.Progress($"the failure could not be noted in {SchemaHistory.TableName}: {exception.Message}");
        }

        var stays =
            failure.Place.Index == 0
                ? "was rolled back"
                : $"stopped after {failure.Place.Index} of its steps, which stay; the next run goes on from there";
        return new MigrationException(
            MigrationErrorKind.MigrationFailed,
            $"{migration.Name} failed and {stays}: {error}",
            failure.InnerException
        )
        {
            IsHalfDone = failure.Place.IsNoted,
        };
    }

    private static Task WriteAsync(
        SchemaHistory history,
        MigrationEvents events,
        KnownMigration migration,
        StepPlace place,
        string error,
        CancellationToken cancellationToken
    ) =>
        history.WriteAsync(
            [
                place.IsNoted
                    ? history.Progress(migration, place.Index, 0, false, error)
                    : history.Insert(migration, HistoryEntryType.Migration, false, 0, error),
                .. events.Failed(migration, error),
            ],
            cancellationToken
        );

    private static string Explain(StepFailedException failure)
    {
        if (failure.InnerException is not PostgresException server)
        {
            return failure.Message;
        }

        var hint = server.Hint is { } text ? $" ({text})" : "";
        var statement = failure.Statement is { } sql ? $"; in: {Shorten(sql)}" : "";
        return $"{server.SqlState}: {server.MessageText}{hint}{statement}";
    }

    private static string Shorten(string sql)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = line.TrimEnd(' ', ';');
        return line.Length > 200 ? line[..200] + "…" : line;
    }
}
