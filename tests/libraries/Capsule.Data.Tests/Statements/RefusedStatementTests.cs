using System.Text;
using Capsule.Data.Tests.Registration;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Data.Tests.Statements;

/// <summary>
/// A refused statement does not harm later statements on its connection. Npgsql's automatic preparation breaks this rule when the server
/// refuses the execution that prepares the statement (decision 025), so every test refuses the first execution, then starts anew and
/// refuses the second, and so on.
/// </summary>
public sealed class RefusedStatementTests : IAsyncLifetime
{
    // Npgsql prepares a statement automatically at its fifth execution.
    private const int Executions = 8;

    private const string AutomaticPreparation = ";Max Auto Prepare=20";

    private OrdersDatabase _database = null!;
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await OrdersDatabase.CreateAsync();
        await _database.ExecuteAsync("insert into orders.orders (id, number) values ('00000000-0000-7000-8000-000000000001', 'one')");
        _service = await TestService.StartAsync(
            builder => builder.AddServiceDatabase<OrdersContext>("orders"),
            environment: "Development",
            // The connection string asks for automatic preparation, which the service must not use.
            settings: [(_database.Setting.Key, _database.Setting.Value + AutomaticPreparation), ("Database:Pool:Max", "1")]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The fault that the other tests guard against. When it is gone, decision 025 can be reconsidered.</summary>
    [Fact]
    public async Task Automatic_preparation_breaks_the_statement_after_a_refusal_at_its_fifth_execution()
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString + AutomaticPreparation);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        for (var execution = 1; execution < 5; execution++)
        {
            Assert.Equal(5, await DivideAsync(2));
        }

        await Assert.ThrowsAsync<PostgresException>(() => DivideAsync(0));

        await Assert.ThrowsAnyAsync<Exception>(() => DivideAsync(2));

        async Task<object?> DivideAsync(int divisor)
        {
            await using var command = new NpgsqlCommand("select 10 / $1", connection) { Parameters = { new() { Value = divisor } } };
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_direct_statement_answers_after_a_division_by_zero()
    {
        var refusals = await RefuseAsync<int, PostgresException>(DivideDirectlyAsync, bad: 0, good: 2);

        Assert.All(refusals, refusal => Assert.Equal(PostgresErrorCodes.DivisionByZero, refusal.SqlState));
    }

    [Fact]
    public async Task Raw_sql_of_a_context_answers_after_a_division_by_zero()
    {
        var refusals = await RefuseAsync<int, PostgresException>(DivideByContextAsync, bad: 0, good: 2);

        Assert.All(refusals, refusal => Assert.Equal(PostgresErrorCodes.DivisionByZero, refusal.SqlState));
    }

    [Fact]
    public async Task A_linq_query_answers_after_a_text_with_a_nul_character()
    {
        var refusals = await RefuseAsync<string, PostgresException>(CountAsync, bad: "\0", good: "one");

        Assert.All(refusals, refusal => Assert.Equal(PostgresErrorCodes.CharacterNotInRepertoire, refusal.SqlState));
    }

    [Fact]
    public async Task A_linq_query_answers_after_a_text_with_half_a_surrogate_pair() =>
        Assert.Equal(Executions, (await RefuseAsync<string, EncoderFallbackException>(CountAsync, bad: "\ud83d", good: "one")).Count);

    [Fact]
    public async Task SaveChanges_answers_after_a_text_with_a_nul_character()
    {
        var refusals = await RefuseAsync<string, DbUpdateException>(InsertAsync, bad: "\0", good: "two");

        Assert.All(
            refusals,
            refusal =>
                Assert.Equal(PostgresErrorCodes.CharacterNotInRepertoire, Assert.IsType<PostgresException>(refusal.InnerException).SqlState)
        );
    }

    [Fact]
    public async Task SaveChanges_of_many_rows_answers_after_a_text_with_half_a_surrogate_pair() =>
        Assert.Equal(Executions, (await RefuseAsync<string, DbUpdateException>(InsertManyAsync, bad: "\ud83d", good: "last")).Count);

    private async Task<List<TException>> RefuseAsync<TValue, TException>(Func<TValue, Task<int>> execute, TValue bad, TValue good)
        where TException : Exception
    {
        var expected = await execute(good);
        List<TException> refusals = [];
        for (var refused = 1; refused <= Executions; refused++)
        {
            await UnprepareAsync();
            for (var execution = 1; execution < refused; execution++)
            {
                Assert.Equal(expected, await execute(good));
            }

            refusals.Add(await Assert.ThrowsAsync<TException>(() => execute(bad)));
            for (var execution = 0; execution < Executions; execution++)
            {
                Assert.Equal(expected, await execute(good));
            }
        }

        return refusals;
    }

    private async Task UnprepareAsync()
    {
        await using var connection = await _service
            .App.Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(TestContext.Current.CancellationToken);
        connection.UnprepareAll();
    }

    private async Task<int> DivideDirectlyAsync(int divisor) =>
        Assert.Single(
            await _service
                .App.Services.GetRequiredService<DirectStatements>()
                .ReadAsync(
                    new SchemaSql("select 10 / @divisor"),
                    [new NpgsqlParameter<int>("divisor", divisor)],
                    static row => row.GetInt32(0),
                    TestContext.Current.CancellationToken
                )
        );

    private Task<int> DivideByContextAsync(int divisor) =>
        QueryAsync(context =>
            context.Database.SqlQuery<int>($"select 10 / {divisor} as \"Value\"").SingleAsync(TestContext.Current.CancellationToken)
        );

    private Task<int> CountAsync(string number) =>
        QueryAsync(context => context.Orders.CountAsync(order => order.Number == number, TestContext.Current.CancellationToken));

    private Task<int> InsertAsync(string number) =>
        QueryAsync(async context =>
        {
            await using var rolledBack = await context.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            context.Orders.Add(new Order { Number = number });
            return await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

    // Long enough for Npgsql to send the beginning of the batch before it comes to the last text.
    private Task<int> InsertManyAsync(string last) =>
        QueryAsync(async context =>
        {
            context.Orders.RemoveRange(await context.Orders.ToListAsync(TestContext.Current.CancellationToken));
            context.Orders.AddRange(Enumerable.Range(0, 40).Select(number => new Order { Number = number + new string('x', 1000) }));
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            context.Orders.AddRange(
                Enumerable
                    .Range(40, 40)
                    .Select(number => new Order { Number = number + new string('x', 1000) })
                    .Append(new Order { Number = last })
            );
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            return await context.Orders.CountAsync(TestContext.Current.CancellationToken);
        });

    private async Task<int> QueryAsync(Func<OrdersContext, Task<int>> query)
    {
        await using var scope = _service.App.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<OrdersContext>());
    }
}
