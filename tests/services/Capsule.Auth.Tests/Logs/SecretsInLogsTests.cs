using System.Diagnostics;
using System.Net;
using Capsule.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Capsule.Auth.Tests.Logs;

/// <summary>Whatever goes right or wrong with a secret, none is in what the service writes down about it.</summary>
public sealed class SecretsInLogsTests
{
    // Requests are described in their spans where somebody takes them.
    internal static readonly (string Name, string Value) Traced = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");

    private static readonly (string Name, string Value) Everything = (
        "Logging:Capsule.Testing.RecordedLogs:LogLevel:Default",
        nameof(LogLevel.Trace)
    );

    [Fact]
    public async Task No_secret_is_in_a_log_a_trace_an_address_or_a_header()
    {
        using var logs = new RecordedLogs(LogLevel.Trace);
        using var spans = new RecordedSpans();
        var answers = new RecordedAnswers();
        var secrets = new KnownSecrets();
        Keep(
            secrets,
            ("master key", AuthHost.MasterKey),
            ("sealing key", AuthHost.SealingKey),
            ("secret of services", OtherService.Introspection[1].Value),
            ("password of the administrator", Accounts.Password)
        );
        await using var auth = await StartAsync(logs, answers, secrets);
        await using var other = await OtherService.StartAsync(auth, Everything);
        other.Record(logs);
        var (people, programs) = (new SecretFlows(auth, secrets), new SecretApps(auth, other, secrets));

        await RunAsync(people, programs);
        await WhileAwayAsync(auth, people, programs, secrets);

        Assert.True(secrets.Count > 40, $"only {secrets.Count} secrets");
        AssertCaptured(logs.Whole, spans.Spans, answers.Lines);
        Assert.Empty(secrets.FoundIn(logs.Whole));
        Assert.Empty(secrets.FoundIn(spans.Spans));
        Assert.Empty(secrets.FoundIn(answers.Lines));
        await AssertWouldBeFoundAsync(auth, logs, spans);
    }

    [Fact]
    public async Task Statements_are_logged_without_their_values_in_Development_too()
    {
        await using var auth = await AuthHost.SharedAsync();

        await auth.InScopeAsync(services =>
        {
            Assert.True(services.GetRequiredService<IWebHostEnvironment>().EnvironmentName == "Development");
            var options = services.GetRequiredService<DbContextOptions<AuthDbContext>>().FindExtension<CoreOptionsExtension>()!;
            Assert.False(options.IsSensitiveDataLoggingEnabled);
            return Task.CompletedTask;
        });
    }

    private static Task<ServiceHost<Program>> StartAsync(RecordedLogs logs, RecordedAnswers answers, KnownSecrets secrets) =>
        AuthHost.StartListeningAsync(
            host =>
                host.ConfigureTestServices(services =>
                    services.AddSingleton<IStartupFilter>(answers).AddLogging(logging => logging.AddProvider(logs))
                ),
            Everything,
            Traced,
            ("Auth:Seed:AdminPassword", secrets.Add("seeded password", "seeded: staple battery horse"))
        );

    private static async Task RunAsync(SecretFlows people, SecretApps programs)
    {
        await people.SignUpAndInAsync();
        await people.RefreshAsync();
        await people.ForgetAndResetAsync();
        await people.ChangePasswordAsync();
        await people.ChangeEmailAsync();
        await people.TwoFactorsAsync();
        await people.SignInAsync();
        await people.SendNonsenseAsync();
        await programs.SignInAsync();
        await programs.KeysAsync();
        await programs.ClientsAsync();
        await programs.CodesAsync();
    }

    // Nobody is let in, so that every statement throws.
    private static async Task WhileAwayAsync(ServiceHost<Program> auth, SecretFlows people, SecretApps programs, KnownSecrets secrets)
    {
        var (email, password, access, refresh) = (Accounts.Email, people.Password, people.Tokens.AccessToken, people.Tokens.RefreshToken!);
        await ExecuteOnServerAsync(
            auth,
            $"""
            alter database "{auth.Database.Name}" with allow_connections false;
            select pg_terminate_backend(pid) from pg_stat_activity where datname = '{auth.Database.Name}'
            """
        );
        foreach (
            var (path, body) in new (string, object)[]
            {
                (
                    "/api/users",
                    new
                    {
                        email = "grace@example.com",
                        name = "Grace Hopper",
                        password,
                    }
                ),
                (
                    "/api/sessions",
                    new
                    {
                        email,
                        password,
                        code = "000000",
                    }
                ),
                ("/api/users/verify-email", new { token = secrets.Add("token while away", "a token while the database is away") }),
                ("/api/users/reset-password", new { token = "a token while the database is away", newPassword = password }),
                ("/api/users/me/email", new { newEmail = "countess@example.com", password }),
                ("/api/users/me/two-factor", new { password }),
                ("/api/sessions/current/step-up", new { password }),
            }
        )
        {
            await AssertAwayAsync(path, auth.SendAsync(HttpMethod.Post, path, access, body));
        }

        await AssertAwayAsync("API key", auth.SendAsync(HttpMethod.Get, "/api/users/me", programs.Key));
        await AssertAwayAsync("refresh", auth.RefreshAsync(refresh));
        await AssertAwayAsync("revoke", auth.PostFormAsync("/connect/revoke", null, ("token", refresh)));
        await AssertAwayAsync("client", auth.PostFormAsync("/connect/token", programs.App.Basic(), ("grant_type", "client_credentials")));
        await AssertAwayAsync("code", auth.ExchangeAsync(programs.App, programs.Code));
        await AssertAwayAsync(
            "introspect",
            auth.PostFormAsync(
                "/connect/introspect",
                Apps.Basic(OtherService.Introspection[0].Value, OtherService.Introspection[1].Value),
                ("token", refresh)
            )
        );
        await ExecuteOnServerAsync(auth, $"alter database \"{auth.Database.Name}\" with allow_connections true");
    }

    private static async Task AssertAwayAsync(string what, Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{what}: {(int)response.StatusCode}");
    }

    private static async Task ExecuteOnServerAsync(ServiceHost<Program> auth, string sql)
    {
        await using var server = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(auth.Database.ConnectionString) { Database = "postgres" }
        );
        await using var command = server.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    // Else nothing would be found however much there were.
    private static void AssertCaptured(IReadOnlyList<string> logs, IReadOnlyList<string> spans, IReadOnlyList<string> answers)
    {
        foreach (
            var part in new[]
            {
                "Microsoft.EntityFrameworkCore.Database.Command",
                "='?'",
                "Npgsql",
                "Microsoft.AspNetCore.Hosting.Diagnostics",
                "Microsoft.AspNetCore.Authentication",
                "System.Net.Http.HttpClient.introspection",
                "RequestPath",
                "/api/users/reset-password",
                "A dependency does not answer",
                "Bad request: POST",
            }
        )
        {
            Assert.Contains(logs, entry => entry.Contains(part, StringComparison.Ordinal));
        }

        foreach (
            var part in new[]
            {
                "url.path=/connect/token",
                "url.path=/api/users/me/two-factor/confirm",
                "update \"auth\".sessions",
                "System.Net.Http",
                "exception",
            }
        )
        {
            Assert.Contains(spans, span => span.Contains(part, StringComparison.OrdinalIgnoreCase));
        }

        Assert.Contains(answers, line => line.Contains("/connect/introspect", StringComparison.Ordinal));
    }

    // In each way in which one could get there.
    private static async Task AssertWouldBeFoundAsync(ServiceHost<Program> auth, RecordedLogs logs, RecordedSpans spans)
    {
        var planted = Enumerable.Range(0, 5).Select(way => $"planted secret {way} {Guid.NewGuid():n}").ToArray();
        await auth.InScopeAsync(services =>
        {
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Capsule.Auth.Planted");
            using (logger.BeginScope(new Dictionary<string, object> { ["scope"] = planted[0] }))
            {
                logger.LogTrace("A message with {Value}", planted[1]);
                logger.LogTrace(new InvalidOperationException("outer", new InvalidOperationException(planted[2])), "An exception");
            }

            using var source = new ActivitySource("Capsule.Auth.Planted");
            using var span = source
                .StartActivity("planted")
                ?.SetTag("tag", planted[3])
                .AddEvent(new ActivityEvent("event", tags: new() { ["tag"] = planted[4] }));
            return Task.CompletedTask;
        });
        foreach (var secret in planted)
        {
            var known = new KnownSecrets();
            known.Add("planted", secret);
            Assert.True(known.FoundIn([.. logs.Whole, .. spans.Spans]).Any(), $"{secret} is not found");
        }
    }

    private static void Keep(KnownSecrets secrets, params (string What, string Secret)[] all)
    {
        foreach (var (what, secret) in all)
        {
            secrets.Add(what, secret);
        }
    }
}
