using Capsule.Testing;

namespace Capsule.Data.Tests.Registration;

/// <summary>A database at a given set of migrations.</summary>
internal sealed class OrdersDatabase(TestDatabase database) : IAsyncDisposable
{
    public string ConnectionString { get; } = database.ConnectionString;

    public (string Key, string? Value) Setting => ("ConnectionStrings:orders-db", ConnectionString + ";SSL Mode=Disable");

    public static async Task<OrdersDatabase> CreateAsync(params string[] applied)
    {
        var orders = new OrdersDatabase(await TestDatabase.CreateAsync());
        await orders.ExecuteAsync(
            $"""
            create schema orders;
            create table orders.{ServiceDbContextOptions.HistoryTable} (migration_id text primary key, product_version text not null);
            create table orders.orders (id uuid primary key, number text not null unique,
                created_at timestamptz not null default current_timestamp, updated_at timestamptz not null default current_timestamp);
            """
        );
        await orders.ApplyAsync(applied);
        return orders;
    }

    public async Task ApplyAsync(params string[] migrations)
    {
        foreach (var migration in migrations)
        {
            await ExecuteAsync($"insert into orders.{ServiceDbContextOptions.HistoryTable} values ('{migration}', '10')");
        }
    }

    public Task ExecuteAsync(string sql) => database.ExecuteAsync(sql);

    /// <summary>Ends sessions of the service, never those of the test.</summary>
    public Task EndSessionsAsync(string condition, string after) => database.EndSessionsAsync(condition, after);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
