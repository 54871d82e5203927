using Capsule.Migrations.Tests.Chains;
using Npgsql;

namespace Capsule.Migrations.Tests.CommandLine;

public sealed class SeedConfirmationTests
{
    [Fact]
    public async Task Outside_Development_nothing_is_added_without_the_name_of_the_database()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstContext>("migrate");

        foreach (var arguments in new string[][] { [], ["--force"], ["--confirm", run.Name], ["--force", "--confirm", "other"] })
        {
            var (code, error) = await run.InvokeInProductionAsync(new SeedCommand<FirstContext>(new OneRow()), arguments);
            Assert.Equal(BundleExitCode.NotConfirmed, code);
            Assert.Contains($"This adds people who do not exist to {run.Name}", error);
            Assert.Contains($"add --force --confirm {run.Name}", error);
        }

        Assert.Equal(0L, await run.AskAsync<long>("select count(*) from chain.a"));
        var confirmed = await run.InvokeInProductionAsync(new SeedCommand<FirstContext>(new OneRow()), ["--force", "--confirm", run.Name]);
        Assert.Equal(BundleExitCode.Success, confirmed.Code);
        Assert.Equal(1L, await run.AskAsync<long>("select count(*) from chain.a"));
    }

    private sealed class OneRow : IServiceSeed
    {
        public async Task<long> WriteAsync(
            NpgsqlConnection connection,
            string schema,
            DevelopmentData data,
            CancellationToken cancellationToken
        )
        {
            await using var command = new NpgsqlCommand($"insert into {schema}.a values (1)", connection);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
