using System.Globalization;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Sends the statements of a step to the server, once.</summary>
internal sealed class StepStatements(NpgsqlConnection connection, MigrationOptions options)
{
    // The history is written even if a migration makes transactions read-only by default.
    private static NpgsqlBatchCommand ReadWrite => new("set transaction read write");

    // Whatever the migration set, notes are written as the owner and without haste; its settings hold again after the transaction.
    private static IEnumerable<NpgsqlBatchCommand> NoteSettings =>
        [new("set local session authorization default"), new("set local role none"), new("set local statement_timeout = 0")];

    private readonly ConcurrentIndexes _indexes = new(connection, options);

    /// <summary>Runs a step and then notes: in one transaction, unless the step cannot be in one.</summary>
    /// <exception cref="StepFailedException">A statement failed, or left an index invalid.</exception>
    public async Task RunAsync(
        MigrationStep step,
        StepPlace place,
        Func<IReadOnlyList<NpgsqlBatchCommand>> notes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (step.IsTransactional)
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await SendAsync([ReadWrite, .. step.Statements.Select(statement => statement.CreateBatchCommand())], cancellationToken);
                await SendAsync([.. NoteSettings, .. notes()], cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return;
            }

            await RunAloneAsync(step, place, cancellationToken);
            await using var noting = await connection.BeginTransactionAsync(cancellationToken);
            await SendAsync([ReadWrite, .. NoteSettings, .. notes()], cancellationToken);
            await noting.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StepFailedException(place, step, exception.Message, exception)
            {
                Statement = StatementOf(step, exception),
                Remark = place.WasCutOff ? "an earlier run was cut off in this statement, which may have taken effect" : null,
            };
        }
    }

    private async Task RunAloneAsync(MigrationStep step, StepPlace place, CancellationToken cancellationToken)
    {
        var statement = step.Statements[0];
        if (await _indexes.IsDoneAsync(step, place, cancellationToken))
        {
            options.Progress($"{place.Migration}: an earlier run finished the statement \"{statement.Text}\"");
            return;
        }

        var before = await _indexes.InvalidAsync(cancellationToken);
        var isConcurrent = ConcurrentStatement.IsConcurrent(statement);
        if (isConcurrent)
        {
            // Nobody who reads or writes waits behind such a statement, and to end it early leaves an invalid index.
            await SetLockTimeoutAsync(options.LockTimeout, options.BlockedWait, cancellationToken);
        }

        await SendAsync([statement.CreateBatchCommand()], cancellationToken);
        if (isConcurrent)
        {
            await SetLockTimeoutAsync(options.BlockedWait, options.LockTimeout, cancellationToken);
        }

        await _indexes.CheckAsync(step, place, before, cancellationToken);
    }

    // In one round trip; the server still runs them one after the other.
    private async Task SendAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // A migration that set a timeout of its own keeps it.
    private async Task SetLockTimeoutAsync(TimeSpan from, TimeSpan to, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select set_config('lock_timeout', @to, false) from pg_settings where name = 'lock_timeout' and setting = @from",
            connection
        )
        {
            Parameters = { new("from", Milliseconds(from)), new("to", Milliseconds(to)) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static ScriptStatement? StatementOf(MigrationStep step, NpgsqlException exception) =>
        exception.BatchCommand is { } failed
            ? step.Statements.FirstOrDefault(statement => ReferenceEquals(statement.Text, failed.CommandText))
        : step.Statements is [var only] ? only
        : null;
}
