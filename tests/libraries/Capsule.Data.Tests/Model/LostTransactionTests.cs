using System.Data.Common;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Capsule.Data.Tests.Model;

/// <summary>A connection that is lost takes its transaction with it, and whatever goes on must be told.</summary>
public sealed class LostTransactionTests
{
    [Fact]
    public async Task A_connection_that_is_lost_while_changes_are_saved_lets_nothing_go_on_without_the_transaction()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(
            "create schema library; create table library.service_settings (key text primary key, value jsonb, description text, created_at timestamptz not null default now(), updated_at timestamptz not null default now())"
        );
        var options = new DbContextOptionsBuilder<LibraryContext>();
        ServiceDbContextOptions.Configure(options, database.ConnectionString, "library");
        options.AddInterceptors(new EndsSession(database));
        await using var context = new LibraryContext(options.Options);
        await using var transaction = await context.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        context.Add(new ServiceSetting { Key = "first", Value = System.Text.Json.JsonSerializer.SerializeToElement(1) });

        // Once the rows are written, only the savepoint of this very SaveChanges has yet to be released.
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync(TestContext.Current.CancellationToken));

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from library.service_settings"));
    }

    private sealed class EndsSession(TestDatabase database) : DbTransactionInterceptor
    {
        public override async ValueTask<InterceptionResult> ReleasingSavepointAsync(
            DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        )
        {
            await database.ExecuteAsync($"select pg_terminate_backend({((NpgsqlConnection)transaction.Connection!).ProcessID})");
            return result;
        }
    }
}
