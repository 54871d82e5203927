using System.Diagnostics;
using System.Text;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Data.Tests.Statements;

public sealed class StatementBatcherTests : BatchedOrders
{
    [Fact]
    public async Task Waiting_statements_share_batches_and_each_caller_gets_its_own_rows()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 200).Select(number => AskAsync(number)));

        Assert.Equal(Enumerable.Range(1, 200).Select(number => 100 / number), answers.Select(answer => answer.Quotient));

        // Statements of one batch share a transaction and therefore its time.
        Assert.InRange(answers.DistinctBy(answer => answer.Time).Count(), 200 / 32, 100);
    }

    [Fact]
    public async Task A_refused_statement_fails_only_its_own_caller()
    {
        // Several rounds, so that statements are refused before, while and after a connection prepares them.
        for (var round = 0; round < 12; round++)
        {
            var asked = Enumerable.Range(-20, 41).Select(number => (Number: number, Answer: AskAsync(number))).ToArray();
            foreach (var (number, answer) in asked)
            {
                if (number == 0)
                {
                    Assert.Equal(PostgresErrorCodes.DivisionByZero, (await Assert.ThrowsAsync<PostgresException>(() => answer)).SqlState);
                }
                else
                {
                    Assert.Equal(100 / number, (await answer).Quotient);
                }
            }
        }
    }

    [Fact]
    public async Task A_text_that_cannot_be_sent_fails_only_its_own_caller()
    {
        // Long enough for Npgsql to send the beginning of a batch before it comes to the bad text.
        var padding = new string('x', 1000);
        for (var round = 0; round < 12; round++)
        {
            var named = Enumerable
                .Range(0, 100)
                .Select(number => (Bad: number % 20 == 19, Text: $"{round} {number} {padding}{(number % 20 == 19 ? "\ud83d" : "")}"))
                .Select((name, number) => (name.Bad, name.Text, Answer: NameAsync(number % Rows, name.Text)))
                .ToArray();

            foreach (var (bad, text, answer) in named)
            {
                if (bad)
                {
                    await Assert.ThrowsAsync<EncoderFallbackException>(() => answer);
                }
                else
                {
                    Assert.Equal(text, await answer);
                }
            }
        }
    }

    [Fact]
    public async Task An_exception_of_the_row_reader_reaches_only_its_own_caller()
    {
        var bad = Enumerable
            .Range(0, 20)
            .Select(_ => Statements.ReadAsync(Ask, [Parameter(1)], static row => row.GetGuid(0), TestContext.Current.CancellationToken))
            .ToArray();
        var good = await Task.WhenAll(Enumerable.Range(1, 20).Select(AskAsync));

        Assert.Equal(100, good[0].Quotient);
        foreach (var task in bad)
        {
            await Assert.ThrowsAsync<InvalidCastException>(() => task);
        }
    }

    [Fact]
    public async Task Concurrent_changes_of_the_same_rows_each_take_effect_once()
    {
        var counted = await Task.WhenAll(
            Enumerable.Range(0, 50 * Rows).Select(async number => (Row: number % Rows, Value: await CountAsync(number % Rows)))
        );

        foreach (var row in counted.GroupBy(count => count.Row, count => count.Value))
        {
            Assert.Equal(Enumerable.Range((1000 * row.Key) + 1, 50), row.Order());
        }
    }

    [Fact]
    public async Task A_statement_that_waits_for_a_lock_does_not_delay_the_others()
    {
        await using var other = new NpgsqlConnection(_database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await LockAsync(other, 9);

        // One statement for each batch that may run at the same time, then more of them among the others.
        List<Task<int>> locked = [];
        for (var blocked = 1; blocked <= 4; blocked++)
        {
            locked.Add(CountAsync(9));
            await Eventually.TrueAsync(async () => await BlockedAsync() == blocked, $"{blocked} wait for the row");
        }

        List<Task<int>> free = [];
        for (var number = 0; number < 90; number++)
        {
            (number % Rows == 9 ? locked : free).Add(CountAsync(number % Rows));
        }

        var others = await Task.WhenAll(free).WaitAsync(Soon, TestContext.Current.CancellationToken);

        // A transaction that locks in another order than the batches is not chosen as a deadlock victim.
        await LockAsync(other, 0);
        Assert.Equal(81, others.Length);
        Assert.DoesNotContain(locked, static task => task.IsCompleted);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(9001, 13), (await Task.WhenAll(locked)).Order());
    }

    [Fact]
    public async Task A_cancelled_caller_returns_at_once()
    {
        await using var other = new NpgsqlConnection(_database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await LockAsync(other, 0);
        using var cancellation = new CancellationTokenSource();

        var waiting = Enumerable.Range(0, 100).Select(_ => CountAsync(0, cancellation.Token)).ToArray();
        await cancellation.CancelAsync();

        foreach (var task in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Soon, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Reads_answer_although_their_connections_are_closed()
    {
        SchemaSql sleep = new("select @number::int from pg_sleep(0.2)");
        var asked = Enumerable
            .Range(0, 40)
            .Select(number =>
                Statements.ReadAsync(sleep, [Parameter(number)], static row => row.GetInt32(0), TestContext.Current.CancellationToken)
            )
            .ToArray();

        await _database.EndSessionsAsync("application_name = 'orders' and query like '%pg_sleep(0.2)%'", after: "pg_sleep(0.3)");

        Assert.Equal(Enumerable.Range(0, 40), (await Task.WhenAll(asked)).Select(Assert.Single));
    }

    [Fact]
    public async Task A_statement_refused_at_commit_returns_no_rows()
    {
        await _database.ExecuteAsync(
            "create table orders.late (number int unique deferrable initially deferred); insert into orders.late values (7)"
        );
        SchemaSql insert = new("insert into {schema}.late values (@number) returning number");
        var alone = _service.App.Services.GetRequiredService<DirectStatements>();

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            alone.ReadAsync(insert, [Parameter(7)], static row => row.GetInt32(0), TestContext.Current.CancellationToken)
        );
        var together = Enumerable
            .Range(0, 20)
            .Select(number =>
                Statements.ChangeAsync(
                    insert,
                    [Parameter(number)],
                    static row => row.GetInt32(0),
                    Guid.CreateVersion7(),
                    TestContext.Current.CancellationToken
                )
            )
            .ToArray();

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
        await Assert.ThrowsAsync<PostgresException>(() => together[7]);
        Assert.Equal(19, (await Task.WhenAll(together.Where((_, number) => number != 7))).Length);
    }

    [Fact]
    public async Task A_typed_parameter_without_a_value_is_null()
    {
        SchemaSql ask = new("select @text::text is null and @address::inet is null and @time::timestamptz is null");

        var rows = await Statements.ReadAsync(
            ask,
            [
                new NpgsqlParameter<string?>("text", null),
                new NpgsqlParameter<System.Net.IPAddress?>("address", null),
                new NpgsqlParameter<DateTimeOffset?>("time", null),
            ],
            static row => row.GetBoolean(0),
            TestContext.Current.CancellationToken
        );

        Assert.Equal([true], rows);
    }

    [Fact]
    public async Task A_batch_belongs_to_the_trace_of_its_first_caller()
    {
        using var spans = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        var seen = new System.Collections.Concurrent.ConcurrentBag<Activity>();
        spans.ActivityStopped = span => seen.Add(span);
        ActivitySource.AddActivityListener(spans);
        using var request = new Activity("request").Start();

        await Task.WhenAll(Enumerable.Range(1, 20).Select(AskAsync));

        Assert.Contains(seen, span => span.Source.Name == "Npgsql" && span.ParentSpanId == request.SpanId);
        Assert.Same(request, Activity.Current);
    }
}
