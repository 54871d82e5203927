using System.Data;
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
        HistoryEntryType type,
        StepFailedException failure,
        CancellationToken cancellationToken
    )
    {
        var error = StepFailureText.Of(failure);
        try
        {
            if (session.Connection.FullState.HasFlag(ConnectionState.Open))
            {
                await new SessionDefaults(session.Connection, session.Options).RestoreAsync(cancellationToken);
                await session.History.WriteAsync([.. Notes(session, migration, type, failure.Place, error)], cancellationToken);
            }
            else if (type == HistoryEntryType.Migration)
            {
                await NoteLostAsync(session, owner, migration, failure.Place, error, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or MigrationException)
        {
            session.Options.Progress($"the failure could not be noted in {SchemaHistory.TableName}: {exception.Message}");
        }

        var what = type == HistoryEntryType.Undo ? "could not be undone" : "failed";
        return new MigrationException(
            MigrationErrorKind.MigrationFailed,
            $"{migration.Name} {what} and {Outcome(failure, type)}: {error}",
            failure.InnerException
        )
        {
            IsHalfDone = failure.Place.IsNoted,
        };
    }

    // The commit may have reached the server, and another migrator may be at work. A row that has no error says that the attempt was cut
    // off.
    private static async Task NoteLostAsync(
        MigrationSession session,
        NpgsqlConnectionStringBuilder owner,
        KnownMigration migration,
        StepPlace place,
        string error,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await OwnerConnection.OpenAsync(owner, session.Options, cancellationToken);
        await MigrationLock.TakeAsync(connection, session.Options, cancellationToken);
        var history = await DatabaseHistory.ReadAsync(connection, session.Options.SchemaName, cancellationToken);
        if (!history.Applied.Contains(migration.Name))
        {
            NpgsqlBatchCommand[] row = place.IsNoted
                ? []
                : [session.History.Insert(migration, HistoryEntryType.Migration, success: false, 0, error)];
            await new SchemaHistory(connection, session.Options.SchemaName).WriteAsync(
                [.. row, .. session.Events.Failed(migration, error)],
                cancellationToken
            );
        }
    }

    private static string Outcome(StepFailedException failure, HistoryEntryType type) =>
        failure switch
        {
            { Place.Index: > 0 } =>
                $"stopped after {failure.Place.Index} of its steps, which stay; the next {(type == HistoryEntryType.Undo ? "undo" : "run")} goes on from there",
            { Step.IsTransactional: false } => "stopped in its first step, outside a transaction",
            _ => type == HistoryEntryType.Undo ? "stays" : "was rolled back",
        };

    private static IEnumerable<NpgsqlBatchCommand> Notes(
        MigrationSession session,
        KnownMigration migration,
        HistoryEntryType type,
        StepPlace place,
        string error
    )
    {
        if (place.IsNoted)
        {
            yield return session.History.Fail(migration, type, error);
        }
        else if (type == HistoryEntryType.Migration)
        {
            yield return session.History.Insert(migration, type, success: false, 0, error);
        }

        if (type == HistoryEntryType.Migration)
        {
            foreach (var published in session.Events.Failed(migration, error))
            {
                yield return published;
            }
        }
    }
}
