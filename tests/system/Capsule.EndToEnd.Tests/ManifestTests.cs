using System.Text.Json.Nodes;
using Capsule.Contracts.Catalogue;

namespace Capsule.EndToEnd.Tests;

/// <summary>Capsule's own manifest, published as a deployment would: without the development settings.</summary>
public sealed class ManifestTests(PublishedManifest published) : IClassFixture<PublishedManifest>
{
    private static IReadOnlyList<string> Services => ServiceCatalogue.Names;

    private JsonObject Resources => published.Resources;

    [Fact]
    public void Every_service_has_a_server_a_database_a_bundle_and_roles()
    {
        string[] shared =
        [
            "auth-master-key",
            "email-sealing-key",
            "insecure-transport",
            "introspection-secret",
            "messaging",
            "messaging-password",
            "messaging-user",
            "redis",
            "redis-password",
            "trusted-proxies",
        ];
        string[] suffixes =
        [
            "",
            "-db",
            "-messaging-password",
            "-migrations",
            "-owner",
            "-owner-password",
            "-postgres",
            "-user",
            "-user-password",
        ];

        var expected = shared.Concat(Services.SelectMany(service => suffixes.Select(suffix => service + suffix)));

        Assert.Equal(
            expected.Order(),
            Resources
                .Select(r => r.Key)
                .Where(n => !n.EndsWith("-encoded", StringComparison.Ordinal) && !n.StartsWith("cond-", StringComparison.Ordinal))
                .Order()
        );
    }

    [Theory]
    [InlineData("auth", "docker.io/library/postgres:15", 7110)]
    [InlineData("deploy", "docker.io/library/postgres:15", 7111)]
    [InlineData("monitor", "docker.io/timescale/timescaledb:2.24.0-pg15", 7112)]
    [InlineData("billing", "docker.io/library/postgres:15", 7113)]
    public void A_database_is_served_where_the_design_says(string service, string image, int port)
    {
        var server = Resources[$"{service}-postgres"]!;

        Assert.Equal(image, Text(server["image"]));
        Assert.Equal(port, server["bindings"]!["tcp"]!["port"]!.GetValue<int>());
        Assert.Equal($"{service}_db_data", Text(server["volumes"]![0]!["name"]));
        Assert.Equal(
            $"{{{service}-postgres.connectionString}};Database={service}_service_db",
            Text(Resources[$"{service}-db"]!["connectionString"])
        );
    }

    [Fact]
    public void Redis_and_RabbitMQ_are_where_the_design_says()
    {
        Assert.Equal(7120, Resources["redis"]!["bindings"]!["tcp"]!["port"]!.GetValue<int>());
        Assert.Equal(7130, Resources["messaging"]!["bindings"]!["tcp"]!["port"]!.GetValue<int>());
        Assert.Equal("docker.io/library/redis:7", Text(Resources["redis"]!["image"]));
        Assert.Equal("docker.io/library/rabbitmq:3.13-management", Text(Resources["messaging"]!["image"]));
        Assert.Equal("redis_data", Text(Resources["redis"]!["volumes"]![0]!["name"]));
    }

    [Fact]
    public void Local_servers_change_nothing_in_it() => Assert.Equal(published.Texts.Without, published.Texts.With);

    [Fact]
    public void Redis_keeps_an_append_only_file_and_a_memory_limit_and_PostgreSQL_counts_statements()
    {
        Assert.EndsWith(
            "--appendonly yes --maxmemory 256mb --maxmemory-policy volatile-lru",
            Text(Resources["redis"]!["args"]!.AsArray()[^1]),
            StringComparison.Ordinal
        );
        Assert.All(
            Services,
            service =>
                Assert.Contains(
                    "pg_stat_statements",
                    Text(Resources[$"{service}-postgres"]!["args"]!.AsArray()[^1]),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Only_the_bundle_knows_the_owner()
    {
        Assert.All(
            Services,
            service =>
            {
                var api = Resources[service]!["env"]!;
                var bundle = Resources[$"{service}-migrations"]!;

                Assert.DoesNotContain("-owner", api.ToJsonString(), StringComparison.Ordinal);
                Assert.Equal(
                    $"Host={{{service}-postgres.bindings.tcp.host}};Port={{{service}-postgres.bindings.tcp.port}};Username={{{service}-user.value}};Password={{{service}-user-password.value}};Database={service}_service_db",
                    Text(api[$"ConnectionStrings__{service}-db"])
                );
                Assert.Equal($"{{{service}-db.connectionString}}", Text(bundle["env"]![$"ConnectionStrings__{service}-db"]));
                Assert.Equal($"{{{service}-user.value}}", Text(bundle["env"]!["API_ROLE"]));
                Assert.Equal($"{{{service}-user-password.value}}", Text(bundle["env"]!["API_ROLE_PASSWORD"]));
                Assert.Equal(["migrate"], bundle["args"]!.AsArray().Select(Text));
            }
        );
    }

    [Fact]
    public void Services_reach_Redis_and_RabbitMQ_and_may_be_reached()
    {
        Assert.All(
            Services,
            service =>
            {
                var api = Resources[service]!;

                Assert.Equal("{redis.connectionString}", Text(api["env"]!["ConnectionStrings__redis"]));
                Assert.All(
                    [api, Resources[$"{service}-migrations"]!],
                    program =>
                        Assert.Equal(
                            $"amqp://{service}:{{{service}-messaging-password-uri-encoded.value}}@{{messaging.bindings.tcp.host}}:{{messaging.bindings.tcp.port}}",
                            Text(program["env"]!["ConnectionStrings__messaging"])
                        )
                );
                Assert.True(api["bindings"]!["http"]!["external"]!.GetValue<bool>());
            }
        );
    }

    [Fact]
    public void A_deployment_names_its_proxies_and_what_may_go_without_TLS()
    {
        Assert.All(
            Services,
            service => Assert.Equal("{trusted-proxies.value}", Text(Resources[service]!["env"]!["ForwardedHeaders__TrustedNetworks"]))
        );
        Assert.All(
            Services.SelectMany(service => new[] { service, $"{service}-migrations" }),
            program => Assert.Equal("{insecure-transport.value}", Text(Resources[program]!["env"]!["Transport__AllowInsecure"]))
        );
    }

    [Fact]
    public void Monitor_reaches_every_service_and_the_others_reach_auth_alone()
    {
        Assert.All(
            Services,
            service =>
            {
                Assert.Equal($"{{{service}.bindings.http.url}}", Text(Resources["monitor"]!["env"]![$"services__{service}__http__0"]));
                var reached = Services.Where(other =>
                    Resources[service]!["env"]!.ToJsonString().Contains($"services__{other}__", StringComparison.Ordinal)
                );
                Assert.Equal(
                    service switch
                    {
                        "monitor" => Services,
                        "auth" => [],
                        _ => ["auth"],
                    },
                    reached
                );
            }
        );
    }

    [Fact]
    public void No_development_password_is_in_it()
    {
        Assert.DoesNotContain("_pass\"", Resources.ToJsonString(), StringComparison.Ordinal);
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
