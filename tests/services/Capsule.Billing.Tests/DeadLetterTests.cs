using System.Diagnostics;
using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Billing.Tests;

public sealed class DeadLetterTests
{
    [Fact]
    public async Task A_user_who_could_not_become_a_customer_becomes_one_when_the_cause_is_mended_and_the_message_replayed()
    {
        await using var billing = await BillingHost.StartAsync();
        await billing.Database.ExecuteAsync("update billing.plans set code = 'gone' where code = 'free'");
        await billing.InScopeAsync(async services =>
        {
            services
                .GetRequiredService<IEventPublisher>()
                .Publish(new UserRegistered(Guid.CreateVersion7(), "ada@example.com", "Ada", TimeProvider.System.GetUtcNow()));
            await services.GetRequiredService<BillingDbContext>().SaveChangesAsync();
        });
        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.dead_letters where redeliver_at is not null") == 1,
            "the message is put aside"
        );

        var id = (await billing.QueryAsync<Guid>("select id from billing.dead_letters")).ToString();
        Assert.Contains(
            $"{id}  billing-user-registered  Capsule.Contracts:UserRegistered",
            await RunAsync(billing, "messages", "list"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "at Capsule.Billing.Customers.UserRegisteredConsumer.Consume",
            await RunAsync(billing, "messages", "show", id),
            StringComparison.Ordinal
        );
        await billing.Database.ExecuteAsync("update billing.plans set code = 'free' where code = 'gone'");
        Assert.Equal("billing: sent back to their queues: 1\n", await RunAsync(billing, "messages", "replay", id));

        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.customers") == 1,
            "the customer"
        );
        await Eventually.TrueAsync(
            async () => await billing.QueryAsync<long>("select count(*) from billing.dead_letters") == 0,
            "no message put aside"
        );
    }

    private static async Task<string> RunAsync(ServiceHost<Program> billing, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [RepositoryFolder.Program("services/billing/Capsule.Billing.Migrations"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__billing-db"] = billing.Database.ConnectionString;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}: {output}");
        return output;
    }
}
