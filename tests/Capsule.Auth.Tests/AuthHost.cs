extern alias bundle;

using System.Security.Cryptography;
using Capsule.Auth.SigningKeys;
using Capsule.Auth.Tests.SigningKeys;
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
        ServiceHost.StartAsync<Program>("auth", MigrateAsync, host =>
        {
            Configure(host, settings);
            also(host);
        });

    /// <summary>
    /// The one that tests share which only look at the rows of accounts that they made themselves: the helpers of <see cref="Accounts"/> and
    /// <see cref="Apps"/> give each of them addresses of its own. Counting rows, changing those of everybody and asserting on
    /// <c>ada@example.com</c> is for tests that start their own.
    /// </summary>
    public static Task<ServiceHost<Program>> SharedAsync(params (string Name, string Value)[] settings) =>
        SharedAuth.Hosts.GetAsync(() => StartAsync(settings), settings);

    /// <summary>Starts it on a port of its own, which its tokens name as their issuer, for other services to ask.</summary>
    public static Task<ServiceHost<Program>> StartListeningAsync(params (string Name, string Value)[] settings) => StartListeningAsync(_ => { }, settings);

    /// <summary>Starts it so, and changes settings and services.</summary>
    public static Task<ServiceHost<Program>> StartListeningAsync(Action<IWebHostBuilder> also, params (string Name, string Value)[] settings)
    {
        var address = $"http://127.0.0.1:{OwnRedis.FreePort()}";
        return ServiceHost.StartAsync<Program>(
            "auth",
            MigrateAsync,
            host =>
            {
                Configure(host, [(WebHostDefaults.ServerUrlsKey, address), ("Authentication:Issuer", address), .. OtherService.Introspection, .. settings]);
                also(host);
            },
            listen: true);
    }

    /// <summary>Starts it as elsewhere than in Development, with servers that have no TLS.</summary>
    public static Task<ServiceHost<Program>> StartOutsideDevelopmentAsync(params (string Name, string Value)[] settings) =>
        ServiceHost.StartAsync<Program>("auth", MigrateAsync, host =>
        {
            Configure(host, [("Auth:Passwords:Iterations", "220000"), ("Transport:AllowInsecure", "database,messaging,redis"), .. settings]);
            host.UseEnvironment("Staging");
        });

    /// <summary>The settings without which auth does not start, and some more.</summary>
    public static void Configure(IWebHostBuilder host, params (string Name, string Value)[] settings)
    {
        // All tests share Redis, and most of them their account.
        foreach (var policy in new[] { "SignIn", "Registration", "Token", "Introspection", "AccountEmails" })
        {
            host.UseSetting($"Limits:{policy}:PerAddress", "0").UseSetting($"Limits:{policy}:PerAccount", "0");
        }

        host.UseSetting("Auth:MasterKey", MasterKey).UseSetting("Auth:Emails:SealingKey", SealingKey).UseSetting("Authentication:Issuer", Issuer).UseSetting("Auth:Passwords:Iterations", "1000")
            .UseSetting("Auth:Accounts:AnswerTime", "0");
        foreach (var (name, value) in settings)
        {
            host.UseSetting(name, value);
        }

        host.ConfigureTestServices(static services => services.AddSingleton<GenerateKey>(
            static provider => PooledKeys.Of(provider.GetRequiredService<IConfiguration>()).Take));
    }

    public static Task<TestDatabase> DatabaseAsync() => TestDatabase.FromBundleAsync("auth", MigrateAsync);

    public static Task MigrateAsync(string owner) => MigrationBundle.MigrateAsync<AuthDbContext>(
        owner,
        new MigrationOptions { Service = "auth", ApiRole = new ApiRole("auth_user", ServiceHost.ApiPassword) },
        typeof(bundle::Capsule.Auth.Migrations.Migrations.Initial).Assembly);
}
