extern alias bundle;

using System.Security.Cryptography;
using Capsule.Auth.Keys;
using Capsule.Auth.Tests.Keys;
using Capsule.Migrations;
using Capsule.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Auth.Tests;

/// <summary>Starts the auth service on a migrated database of its own, or shares one.</summary>
internal static class AuthHost
{
    /// <summary>Of the tests alone.</summary>
    public static readonly string MasterKey = Convert.ToBase64String(SHA256.HashData("tests of auth"u8));

    /// <summary>What tokens in e-mails are sealed under.</summary>
    public static readonly string SealingKey = Convert.ToBase64String(SHA256.HashData("e-mails of tests"u8));

    /// <summary>The issuer that its tokens name.</summary>
    public const string Issuer = "https://auth.example.com";

    public static Task<ServiceHost<Program>> StartAsync(params (string Name, string Value)[] settings) => StartAsync(_ => { }, settings);

    public static Task<ServiceHost<Program>> StartAsync(Action<IWebHostBuilder> also, params (string Name, string Value)[] settings) =>
        ServiceHost.StartAsync<Program>(
            "auth",
            MigrateAsync,
            host =>
            {
                Configure(host, settings);
                also(host);
            }
        );

    /// <summary>
    /// The host to begin with: tests with the same settings share one. Each test has addresses of its own there: the client turns
    /// <c>ada@example.com</c> into <c>ada+….@example.com</c> (<c>auth.AddressOf</c> says which), and the views of <see cref="OwnRows"/>
    /// show <c>auth.QueryAsync</c> the rows of the test's own users. Tests that kill something, replace services, move a clock, read what
    /// belongs to nobody or change what belongs to everybody start a host of their own with <c>StartAsync</c>.
    /// </summary>
    public static Task<ServiceHost<Program>> SharedAsync(params (string Name, string Value)[] settings) =>
        SharedAuth.Hosts.GetAsync(() => StartAsync(settings), settings);

    /// <summary>One that tests share which want the same changes of settings and services, known by a name.</summary>
    public static Task<ServiceHost<Program>> SharedAsync(
        string name,
        Action<IWebHostBuilder> also,
        params (string Name, string Value)[] settings
    ) => SharedAuth.Hosts.GetAsync(() => StartAsync(also, settings), [("name", name), .. settings]);

    /// <summary>Asserts that auth does not start with a setting; returns what it says. It needs no database of its own to say it.</summary>
    public static async Task<Exception> RefusedStartAsync(params (string Name, string Value)[] settings)
    {
        await using var auth = await SharedAsync();
        return Assert.ThrowsAny<Exception>(() => auth.StartReplica(host => Configure(host, settings)));
    }

    /// <summary>A second replica of the shared host of <paramref name="auth"/>, for the same test.</summary>
    public static Task<ServiceHost<Program>> SharedReplicaAsync(ServiceHost<Program> auth) =>
        SharedAuth.Replicas.GetAsync(
            auth.Share,
            () => Task.FromResult(auth.StartReplica(host => Configure(host))),
            ("database", auth.Database.Name)
        );

    /// <summary>A shared host that listens, as <see cref="StartListeningAsync(ValueTuple{string, string}[])"/> starts it.</summary>
    public static Task<ServiceHost<Program>> SharedListeningAsync() =>
        SharedAuth.Hosts.GetAsync(() => StartListeningAsync(), ("listens", "true"));

    /// <summary>Starts it on a port of its own, which its tokens name as their issuer, for other services to ask.</summary>
    public static Task<ServiceHost<Program>> StartListeningAsync(params (string Name, string Value)[] settings) =>
        StartListeningAsync(_ => { }, settings);

    /// <summary>Starts it so, and changes settings and services.</summary>
    public static Task<ServiceHost<Program>> StartListeningAsync(
        Action<IWebHostBuilder> also,
        params (string Name, string Value)[] settings
    )
    {
        var address = $"http://127.0.0.1:{OwnRedis.FreePort()}";
        return ServiceHost.StartAsync<Program>(
            "auth",
            MigrateAsync,
            host =>
            {
                Configure(
                    host,
                    [
                        (WebHostDefaults.ServerUrlsKey, address),
                        ("Authentication:Issuer", address),
                        .. OtherService.Introspection,
                        .. settings,
                    ]
                );
                also(host);
            },
            listen: true
        );
    }

    /// <summary>Starts it as elsewhere than in Development, with servers that have no TLS.</summary>
    public static Task<ServiceHost<Program>> StartOutsideDevelopmentAsync(params (string Name, string Value)[] settings) =>
        ServiceHost.StartAsync<Program>(
            "auth",
            MigrateAsync,
            host =>
            {
                Configure(
                    host,
                    [("Auth:Passwords:Iterations", "220000"), ("Transport:AllowInsecure", "database,messaging,redis"), .. settings]
                );
                host.UseEnvironment("Staging");
            }
        );

    /// <summary>The settings without which auth does not start, and some more.</summary>
    public static void Configure(IWebHostBuilder host, params (string Name, string Value)[] settings)
    {
        // All tests share Redis, and most of them their account.
        foreach (var policy in new[] { "SignIn", "Registration", "Token", "Introspection", "AccountEmails" })
        {
            host.UseSetting($"Limits:{policy}:PerAddress", "0").UseSetting($"Limits:{policy}:PerAccount", "0");
        }

        host.UseSetting("Auth:MasterKey", MasterKey)
            .UseSetting("Auth:Emails:SealingKey", SealingKey)
            .UseSetting("Authentication:Issuer", Issuer)
            .UseSetting("Auth:Passwords:Iterations", "1000")
            .UseSetting("Auth:Accounts:AnswerTime", "0");
        foreach (var (name, value) in settings)
        {
            host.UseSetting(name, value);
        }

        TestAddress.Use(host);
        host.ConfigureTestServices(static services =>
            services.AddSingleton<GenerateKey>(static provider => PooledKeys.Of(provider.GetRequiredService<IConfiguration>()).Take)
        );
    }

    public static Task<TestDatabase> DatabaseAsync() => TestDatabase.FromBundleAsync("auth", MigrateAsync);

    public static async Task MigrateAsync(string owner)
    {
        await MigrationBundle.MigrateAsync<AuthDbContext>(
            owner,
            new MigrationOptions { Service = "auth", ApiRole = new ApiRole("auth_user", ServiceHost.ApiPassword) },
            typeof(bundle::Capsule.Auth.Migrations.Initial).Assembly
        );
        await OwnRows.AddAsync(owner);
    }
}
