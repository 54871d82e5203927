using System.Diagnostics;
using Capsule.Data;
using Npgsql;

namespace Capsule.ServiceDefaults.Database;

/// <summary>Statements of one kind that wait, and the few groups of them that are under way.</summary>
/// <param name="source">The database.</param>
/// <param name="alone">For those that go one by one.</param>
/// <param name="schema">The service's schema.</param>
/// <param name="locks">Whether they lock rows.</param>
internal sealed class StatementQueue(NpgsqlDataSource source, DirectStatements alone, string schema, bool locks)
{
    private const int MostTogether = 32;
    private const int MostUnderWay = 4;

    // How long those that wait for a row, or are slow, hold up others.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // Until the end of the group's transaction. Much shorter than PostgreSQL's deadlock_timeout of a second: who holds some of the rows, and waits for others of
    // them, gets those of the group, which is tried one by one, and nobody is chosen as a victim.
    private static readonly SchemaSql WaitLittleForLocks = new($"select set_config('lock_timeout', '{Patience.TotalMilliseconds:0}ms', true)");

    private readonly Lock _lock = new();
    private readonly Queue<WaitingStatement> _waiting = new();
    private int _underWay;

    /// <summary>Takes a statement, which gets its rows sooner or later.</summary>
    public void Enqueue(WaitingStatement waiting)
    {
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            if (_underWay == MostUnderWay)
            {
                return;
            }

            _underWay++;
        }

        // Nobody's in particular: it goes on for those that come later.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.WorkAsync(), this, preferLocal: false);
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            // In the trace of whoever came first.
            Activity.Current = group[0].Span;
            if (group is [var only])
            {
                await AloneAsync(only);
                continue;
            }

            try
            {
                await ExecuteTogetherAsync(group);
            }
            catch (Exception exception)
            {
                await OneByOneAsync(group, exception);
            }
        }
    }

    private List<WaitingStatement> Take()
    {
        lock (_lock)
        {
            List<WaitingStatement> group = new(Math.Min(_waiting.Count, MostTogether));
            while (group.Count < MostTogether && _waiting.TryDequeue(out var next))
            {
                if (!next.IsForgotten)
                {
                    group.Add(next);
                }
            }

            _underWay -= group.Count == 0 ? 1 : 0;
            return group;
        }
    }

    private async Task ExecuteTogetherAsync(List<WaitingStatement> group)
    {
        await using (var batch = source.CreateBatch())
        {
            if (locks)
            {
                group.Sort(static (one, other) => one.Row.CompareTo(other.Row));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(WaitLittleForLocks.In(schema)));
            }

            group.ForEach(statement => batch.BatchCommands.Add(statement.Command(schema)));
            await using var reader = await batch.ExecuteReaderAsync();
            if (locks)
            {
                await reader.NextResultAsync();
            }

            foreach (var statement in group)
            {
                await statement.ReadAsync(reader);

                // The last time it is the commit.
                await reader.NextResultAsync();
            }
        }

        group.ForEach(static statement => statement.Complete());
    }

    // Goes on by itself when it takes long.
    private Task AloneAsync(WaitingStatement statement) =>
        statement.ExecuteAloneAsync(alone).WaitAsync(Patience).ContinueWith(static _ => { }, TaskScheduler.Default);

    private async Task OneByOneAsync(List<WaitingStatement> group, Exception exception)
    {
        // What the server refused it has rolled back. Otherwise the database is away, which each would only find once more, and changes may be committed.
        if (exception is PostgresException || SafeRetryStrategy.CertainlyHadNoEffect(exception))
        {
            await Task.WhenAll(group.Select(AloneAsync));
        }
        else
        {
            group.ForEach(statement => statement.Fail(exception));
        }
    }
}
