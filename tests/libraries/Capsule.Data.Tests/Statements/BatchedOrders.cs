using Capsule.Data.Tests.Registration;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Data.Tests.Statements;

/// <summary>Ten orders, and a service that reads and changes them through its <see cref="StatementBatcher"/>.</summary>
public abstract class BatchedOrders : IAsyncLifetime
{
    private protected const int Rows = 10;
    private protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private protected static readonly SchemaSql Ask = new("select 100 / @number, now()");
    private protected static readonly SchemaSql Count = new(
        "update {schema}.orders set number = (number::int + 1)::text where id = @id returning number::int"
    );

    private protected static readonly SchemaSql Name = new("update {schema}.orders set number = @number where id = @id returning number");

    private protected OrdersDatabase _database = null!;
    private protected TestService _service = null!;

    private protected StatementBatcher Statements => _service.App.Services.GetRequiredService<StatementBatcher>();

    public async ValueTask InitializeAsync()
    {
        _database = await OrdersDatabase.CreateAsync();
        await _database.ExecuteAsync(
            $"insert into orders.orders (id, number) select ('00000000-0000-7000-8000-00000000000' || n)::uuid, (1000 * n)::text from generate_series(0, {Rows - 1}) n"
        );
        _service = await TestService.StartAsync(
            builder => builder.AddServiceDatabase<OrdersContext>("orders"),
            environment: "Development",
            settings: [_database.Setting]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<(int Quotient, DateTime Time)> AskAsync(int number) =>
        Assert.Single(
            await Statements.ReadAsync(
                Ask,
                [Parameter(number)],
                static row => (row.GetInt32(0), row.GetDateTime(1)),
                TestContext.Current.CancellationToken
            )
        );

    private protected async Task<int> CountAsync(int row, CancellationToken cancellationToken = default)
    {
        var id = Guid.Parse($"00000000-0000-7000-8000-00000000000{row}");
        return Assert.Single(
            await Statements.ChangeAsync(Count, [new NpgsqlParameter<Guid>("id", id)], static row => row.GetInt32(0), id, cancellationToken)
        );
    }

    private protected async Task<string> NameAsync(int row, string text)
    {
        var id = Guid.Parse($"00000000-0000-7000-8000-00000000000{row}");
        return Assert.Single(
            await Statements.ChangeAsync(
                Name,
                [new NpgsqlParameter<string>("number", text), new NpgsqlParameter<Guid>("id", id)],
                static row => row.GetString(0),
                id,
                TestContext.Current.CancellationToken
            )
        );
    }

    private protected async Task<long> BlockedAsync()
    {
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
            connection
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private protected static async Task LockAsync(NpgsqlConnection connection, int row)
    {
        await using var command = new NpgsqlCommand(
            $"select from orders.orders where id = '00000000-0000-7000-8000-00000000000{row}' for update",
            connection
        );
        await command.ExecuteNonQueryAsync();
    }

    private protected static NpgsqlParameter<int> Parameter(int value) => new("number", value);
}
