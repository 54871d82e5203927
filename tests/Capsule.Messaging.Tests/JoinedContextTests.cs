using Capsule.Data;
using Capsule.Messaging.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Messaging.Tests;

/// <summary>A context that took part in another's transaction goes back to its pool as it came.</summary>
public sealed class JoinedContextTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_writes_in_the_other_transaction_and_then_has_a_connection_of_its_own(bool dataSource)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await using var pool = Pool(shop, dataSource);
        await using var owner = shop.Context("shop");
        ShopContext pooled;
        await using (var transaction = await owner.Database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            pooled = await WriteAsync(pool, transaction);
            Assert.Equal(0, await shop.CountEffectsAsync("shop"));
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
        await AssertWorksAloneAsync(pool, pooled, owner);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_does_so_after_a_failure_too(bool dataSource)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await using var pool = Pool(shop, dataSource);
        await using var owner = shop.Context("shop");
        var transaction = await owner.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var pooled = await WriteAsync(pool, transaction);

        // The server ends the session: the next statement finds the connection broken.
        await shop.ExecuteAsync($"select pg_terminate_backend({((NpgsqlConnection)owner.Database.GetDbConnection()).ProcessID})");
        var failure = await Record.ExceptionAsync(() => WriteAsync(pool, transaction));
        await transaction.DisposeAsync();

        Assert.NotNull(failure);
        Assert.True(DatabaseOutage.Is(failure), failure.ToString());
        Assert.Equal(0, await shop.CountEffectsAsync("shop"));
        await AssertWorksAloneAsync(pool, pooled, owner);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_does_so_when_it_could_not_take_part(bool dataSource)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await using var pool = Pool(shop, dataSource);
        await using var owner = shop.Context("shop");
        var transaction = await owner.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        ShopContext pooled;
        await using (var scope = pool.CreateAsyncScope())
        {
            pooled = scope.ServiceProvider.GetRequiredService<ShopContext>();
            Assert.ThrowsAny<Exception>(() => JoinedContext.Join(pooled.Database, transaction));
        }

        await AssertWorksAloneAsync(pool, pooled, owner);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_does_so_though_its_user_opened_the_connection_and_left_it_open(bool dataSource)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.CreateSchemaAsync("shop");
        await using var pool = Pool(shop, dataSource);
        await using var owner = shop.Context("shop");
        await using var transaction = await owner.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        ShopContext pooled;
        await using (var scope = pool.CreateAsyncScope())
        {
            pooled = scope.ServiceProvider.GetRequiredService<ShopContext>();
            using var joined = JoinedContext.Join(pooled.Database, transaction);
            await pooled.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        }

        await WriteAsync(pool, transaction);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await shop.CountEffectsAsync("shop"));
        await AssertWorksAloneAsync(pool, pooled, owner);
    }

    private static ServiceProvider Pool(Shop shop, bool dataSource)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_ => NpgsqlDataSource.Create(shop.ConnectionString));
        services.AddDbContextPool<ShopContext>(
            (provider, options) => _ = dataSource
                ? ServiceDbContextOptions.Configure(options, provider.GetRequiredService<NpgsqlDataSource>(), "shop")
                : ServiceDbContextOptions.Configure(options, shop.ConnectionString, "shop"),
            poolSize: 1);
        return services.BuildServiceProvider();
    }

    private static async Task<ShopContext> WriteAsync(ServiceProvider pool, IDbContextTransaction transaction)
    {
        await using var scope = pool.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
        using var joined = JoinedContext.Join(context.Database, transaction);
        context.Effects.Add(new Effect { Number = 1 });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        return context;
    }

    private static async Task AssertWorksAloneAsync(ServiceProvider pool, ShopContext pooled, ShopContext owner)
    {
        await using var scope = pool.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
        Assert.Same(pooled, context);
        Assert.Null(context.Database.CurrentTransaction);
        Assert.NotSame(owner.Database.GetDbConnection(), context.Database.GetDbConnection());
        context.Effects.Add(new Effect { Number = 2 });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await context.Effects.CountAsync(effect => effect.Number == 2, TestContext.Current.CancellationToken));
    }
}
