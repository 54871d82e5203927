using System.Diagnostics;
using Npgsql;

namespace Capsule.Data;

/// <summary>Executes waiting statements in batches, a few batches at a time.</summary>
/// <param name="source">The database.</param>
/// <param name="direct">Executes a statement without a batch.</param>
/// <param name="schema">The service's schema.</param>
/// <param name="locksRows">Whether the statements lock rows.</param>
internal sealed class StatementQueue(NpgsqlDataSource source, DirectStatements direct, string schema, bool locksRows)
{
    private const int MaxStatements = 32;
    private const int MaxBatches = 4;

    // How long a statement that waits for a lock delays the statements behind it. Shorter than PostgreSQL's deadlock_timeout of one second,
    // so that a batch gives its locks back before PostgreSQL ends a transaction that locks the same rows in another order.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(200);

    private static readonly SchemaSql SetLockTimeout = new($"select set_config('lock_timeout', '{MaxDelay.TotalMilliseconds:0}ms', true)");

    private readonly Lock _lock = new();
    private readonly Queue<WaitingStatement> _waiting = new();
    private int _batches;

    /// <summary>Adds a statement; it is executed at once unless all batches are busy.</summary>
    public void Enqueue(WaitingStatement statement)
    {
        lock (_lock)
        {
            _waiting.Enqueue(statement);
            if (_batches == MaxBatches)
            {
                return;
            }

            _batches++;
        }

        // Runs on the thread pool, detached from the caller's context.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.WorkAsync(), this, preferLocal: false);
    }

    private async Task WorkAsync()
    {
        while (Dequeue() is { Count: > 0 } statements)
        {
            // The batch belongs to the trace of its first caller.
            Activity.Current = statements[0].Caller;
            if (statements is [var only])
            {
                await ExecuteAloneAsync(only);
                continue;
            }

            try
            {
                await ExecuteBatchAsync(statements);
            }
            catch (Exception exception)
            {
                await RecoverAsync(statements, exception);
            }
        }
    }

    private List<WaitingStatement> Dequeue()
    {
        lock (_lock)
        {
            List<WaitingStatement> statements = new(Math.Min(_waiting.Count, MaxStatements));
            while (statements.Count < MaxStatements && _waiting.TryDequeue(out var next))
            {
                if (!next.IsAbandoned)
                {
                    statements.Add(next);
                }
            }

            _batches -= statements.Count == 0 ? 1 : 0;
            return statements;
        }
    }

    private async Task ExecuteBatchAsync(List<WaitingStatement> statements)
    {
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var batch = connection.CreateBatch();
            if (locksRows)
            {
                statements.Sort(static (one, other) => one.Row.CompareTo(other.Row));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(SetLockTimeout.In(schema)));
            }

            statements.ForEach(statement => batch.BatchCommands.Add(statement.CreateCommand()));
            await batch.PrepareAsync();
            await using var reader = await batch.ExecuteReaderAsync();
            if (locksRows)
            {
                await reader.NextResultAsync();
            }

            foreach (var statement in statements)
            {
                await statement.ReadAsync(reader);

                // Reading past the last statement's rows waits for the commit.
                await reader.NextResultAsync();
            }
        }

        statements.ForEach(static statement => statement.Complete());
    }

    // Returns after MaxDelay even if the statement still runs, so that the queue continues.
    private Task ExecuteAloneAsync(WaitingStatement statement) =>
        statement.ExecuteAloneAsync(direct).WaitAsync(MaxDelay).ContinueWith(static _ => { }, TaskScheduler.Default);

    private async Task RecoverAsync(List<WaitingStatement> statements, Exception exception)
    {
        // The server rolls back a batch that it refuses. After any other error the batch may have been committed, so it is not repeated.
        if (exception is PostgresException || SafeRetryStrategy.CertainlyHadNoEffect(exception))
        {
            await Task.WhenAll(statements.Select(ExecuteAloneAsync));
        }
        else
        {
            statements.ForEach(statement => statement.Fail(exception));
        }
    }
}
