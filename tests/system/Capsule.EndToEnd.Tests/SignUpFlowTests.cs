using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Capsule.EndToEnd.Tests;

/// <summary>The AppHost under Aspire's own test host, with local servers.</summary>
public sealed partial class SignUpFlowTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>How long an event may take through the whole system on a busy machine.</summary>
    private static readonly TimeSpan EffectDeadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_sign_up_takes_effect_in_every_database_bundle_commands_run_nothing_logs_an_error_and_nothing_is_left()
    {
        var folder = RunningSystem.NewDataRoot();
        try
        {
            var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Capsule_AppHost>(
                ["--LocalServers:Enabled=true", $"--LocalServers:Data={folder}"],
                TestContext.Current.CancellationToken
            );

            // Thousands of lines of its own would hide why the test failed.
            builder.Services.AddLogging(static logging => logging.ClearProviders());
            await using (var application = await builder.BuildAsync())
            {
                await application.StartAsync();
                foreach (var service in ServiceCatalogue.Names)
                {
                    await application.ResourceNotifications.WaitForResourceHealthyAsync(service).WaitAsync(Deadline);
                }

                using var client = new SystemClient(service => application.GetEndpoint(service, "http"), folder);
                await AssertSignUpTakesEffectAsync(client);
                await AssertCommandsRunAsync(application);
                foreach (var resource in application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(WritesLog))
                {
                    var errors = await ErrorsAsync(application, resource.Name);
                    Assert.True(errors.Count == 0, string.Join(Environment.NewLine, errors));
                }

                // Last, since the broker logs what it refuses.
                await AssertUsersOfTheBrokerAreApartAsync(application.GetEndpoint("messaging", "tcp"));
            }

            await Eventually.TrueAsync(() => RunningProcess.In(folder).Count == 0, "no server is left");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AssertSignUpTakesEffectAsync(SystemClient client)
    {
        var user = await client.SignUpAsync("ada@example.com");
        await client.SignInAsync("ada@example.com");
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("deploy", $"/api/quotas/{user}")).StatusCode == HttpStatusCode.OK,
            "The user has a quota.",
            EffectDeadline
        );
        var deployment = await client.PostAsync("deploy", "/api/deployments", new { name = "site", image = "nginx:1.27" });
        Assert.Equal(HttpStatusCode.Created, deployment.StatusCode);
        await client.SignInAsAdministratorAsync();
        var migrations = await CountMigrationsAsync(client);
        await Eventually.TrueAsync(
            async () => await CountAsync(client, "MigrationApplied") == migrations,
            $"monitor counts {migrations} migrations.",
            EffectDeadline
        );
        foreach (var type in new[] { "UserRegistered", "SubscriptionActivated", "DeploymentRequested" })
        {
            await Eventually.TrueAsync(async () => await CountAsync(client, type) == 1, $"monitor counts one {type}.", EffectDeadline);
        }

        Assert.Equal(user, await client.QueryAsync<Guid>("auth", "select id from auth.users where email = 'ADA@example.com'"));
        Assert.Equal(user, await client.QueryAsync<Guid>("billing", "select user_id from billing.customers"));
        Assert.Equal("free", await client.QueryAsync<string>("deploy", $"select plan from deploy.quotas where user_id = '{user}'"));
        Assert.Equal(user, await client.QueryAsync<Guid>("deploy", "select user_id from deploy.deployments where name = 'site'"));
        Assert.Equal(
            3L,
            await client.QueryAsync<long>("monitor", "select count(*) from monitor.event_counts where type not like 'Migration%'")
        );
    }

    private static async Task AssertCommandsRunAsync(DistributedApplication application)
    {
        var info = await application.ResourceCommands.ExecuteCommandAsync("auth-migrations", "info");
        var validate = await application.ResourceCommands.ExecuteCommandAsync("auth-migrations", "validate");

        Assert.True(info.Success, info.Message);
        Assert.True(validate.Success, validate.Message);
        Assert.True(application.ResourceNotifications.TryGetCurrentState("auth-migrations", out var now));
        string[] commands = ["info", "migrate", "reset", "validate"];
        Assert.Equal(
            commands,
            now.Snapshot.Commands.Select(static command => command.Name).Intersect(commands).Order(StringComparer.Ordinal)
        );
    }

    private static async Task AssertUsersOfTheBrokerAreApartAsync(Uri broker)
    {
        string[] queues = ["auth-email-requested", "billing-user-registered", "deploy-subscription-activated", "monitor-user-registered"];
        foreach (var service in ServiceCatalogue.Names)
        {
            var address = new UriBuilder("amqp", broker.Host, broker.Port)
            {
                UserName = service,
                Password = $"{service}_messaging_pass",
            }.Uri;
            await using var connection = await new ConnectionFactory { Uri = address }.CreateConnectionAsync();
            foreach (var queue in queues)
            {
                await using var channel = await connection.CreateChannelAsync();
                if (queue.StartsWith($"{service}-", StringComparison.Ordinal))
                {
                    // One consumer at a time reads a queue, and that is the service's.
                    await channel.BasicConsumeAsync(queue, autoAck: false, new AsyncEventingBasicConsumer(channel));
                    continue;
                }

                var refused = await Assert.ThrowsAsync<OperationInterruptedException>(() =>
                    channel.BasicConsumeAsync(queue, autoAck: false, new AsyncEventingBasicConsumer(channel))
                );
                Assert.StartsWith("ACCESS_REFUSED", refused.ShutdownReason?.ReplyText, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<long> CountAsync(SystemClient client, string type) =>
        (await client.GetJsonAsync("monitor", $"/api/events/count?type={type}")).GetProperty("total").GetInt64();

    // Each is published once through the service's own outbox, also the steps that precede it.
    private static async Task<long> CountMigrationsAsync(SystemClient client)
    {
        var counts = await Task.WhenAll(
            ServiceCatalogue.Names.Select(service =>
                client.QueryAsync<long>(service, $"select count(*) from {service}.__ef_migrations_history")
            )
        );
        Assert.All(counts, count => Assert.True(count > 1));
        return counts.Sum();
    }

    private static bool WritesLog(IResource resource) => resource is ProjectResource or ExecutableResource;

    private static async Task<List<string>> ErrorsAsync(DistributedApplication application, string resource)
    {
        Assert.True(application.ResourceNotifications.TryGetCurrentState(resource, out var now));
        List<string> errors = [];
        await foreach (var lines in application.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(now.ResourceId))
        {
            errors.AddRange(lines.Where(static line => ErrorLine().IsMatch(line.Content)).Select(line => $"{resource}: {line.Content}"));
        }

        var withdrawn = errors
            .Where(static line => WithdrawnHandshake().IsMatch(line))
            .Select(ErlangProcess)
            .ToHashSet(StringComparer.Ordinal);
        return [.. errors.Where(line => !withdrawn.Contains(ErlangProcess(line)))];
    }

    private static string ErlangProcess(string line) => ErlangProcessId().Match(line).Value;

    // RabbitMQ listens before it answers, and logs an error for each health check that gave up waiting in between.
    [GeneratedRegex(@"\{handshake_error,starting,")]
    private static partial Regex WithdrawnHandshake();

    [GeneratedRegex(@"<\d+\.\d+\.\d+>")]
    private static partial Regex ErlangProcessId();

    // As services, PostgreSQL and RabbitMQ write it. A FATAL is how a PostgreSQL that is just starting refuses whoever asks already.
    [GeneratedRegex(@"(^| )(fail|crit): |^Unhandled exception|(ERROR|PANIC):  |\[(error|critical)\]")]
    private static partial Regex ErrorLine();
}
