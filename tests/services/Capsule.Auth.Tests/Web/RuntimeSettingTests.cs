using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Accounts;
using Capsule.Auth.Web;
using Capsule.Data;
using Capsule.Messaging;
using Capsule.Testing;
using Capsule.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SessionOptions = Capsule.Auth.Sessions.SessionOptions;

namespace Capsule.Auth.Tests.Web;

/// <summary>What operators set in service_settings counts without a restart.</summary>
public sealed class RuntimeSettingTests
{
    private const string Key = "Limits:Registration:PerAddress";
    private static readonly (string, string)[] Quick =
    [
        ("Settings:RefreshInterval", "00:00:00.1"),
        (Key, "1000"),
        ("Limits:Registration:Window", "01:00:00"),
    ];

    [Fact]
    public async Task A_limit_in_the_table_wins_over_the_configuration_until_it_is_removed()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        auth.Client.DefaultRequestHeaders.Add(TestAddress.Header, $"198.19.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");

        await SetAsync(auth, Key, "1");
        await Eventually.TrueAsync(async () => await RegisterAsync(auth) == HttpStatusCode.TooManyRequests, "the limit of the table");

        await auth.ExecuteAsync($"delete from auth.service_settings where key = '{Key}'");
        await Eventually.TrueAsync(async () => await RegisterAsync(auth) == HttpStatusCode.Created, "the limit of the configuration");
    }

    [Fact]
    public async Task A_value_that_is_not_allowed_is_ignored_and_others_count()
    {
        await using var auth = await AuthHost.StartAsync(Quick);

        await SetAsync(auth, Key, "-1");
        await SetAsync(auth, "Nonsense:Of:Nobody", "1");
        await SetAsync(auth, "Auth:Sessions:Retention", "\"2.00:00:00\"");

        await Eventually.TrueAsync(
            async () =>
                await CurrentAsync<SessionOptions, TimeSpan>(auth, options => options.CurrentValue.Retention) == TimeSpan.FromDays(2),
            "the retention of the table"
        );
        Assert.Equal(1000, await CurrentAsync<LimitOptions, int>(auth, options => options.Get("Registration").PerAddress));
        Assert.Equal(HttpStatusCode.Created, await RegisterAsync(auth));
    }

    [Theory]
    [InlineData("from")]
    [InlineData("to")]
    public async Task Each_setting_reaches_its_options_at_the_ends_of_its_range(string end)
    {
        await using var auth = await AuthHost.StartAsync(("Settings:RefreshInterval", "00:00:00.1"));
        await auth.InScopeAsync(async services =>
        {
            var values = services
                .GetRequiredService<AuthDbContext>()
                .RuntimeSettings.ToDictionary(setting => setting, setting => EndOf(setting, end));
            foreach (var (setting, value) in values)
            {
                Assert.NotNull(setting.Parse(setting.Default));
                await SetAsync(auth, setting.Key, setting.Parse(value)!.Value.GetRawText());
            }

            var configuration = services.GetRequiredService<IConfiguration>();
            await Eventually.TrueAsync(() => values.All(pair => configuration[pair.Key.Key] == pair.Value), "all settings");

            // Options follow a moment after the configuration that they are bound to; reading them validates them.
            Assert.All(Limits.All, policy => services.GetRequiredService<IOptionsMonitor<LimitOptions>>().Get(policy.Name));
            await ReachesAsync<SessionOptions>("Auth:Sessions:Retention", options => options.Retention);
            await ReachesAsync<AccountOptions>("Auth:Accounts:AnonymiseAfter", options => options.AnonymiseAfter);
            await ReachesAsync<MessagingOptions>("Messaging:InboxRetention", options => options.InboxRetention);

            Task ReachesAsync<TOptions>(string key, Func<TOptions, TimeSpan> read) =>
                Eventually.TrueAsync(
                    () =>
                        $"{read(services.GetRequiredService<IOptionsMonitor<TOptions>>().CurrentValue):c}"
                        == values.Single(pair => pair.Key.Key == key).Value,
                    key
                );
        });
    }

    // "a whole number from 0 to 9", "a period from 00:01:00 to 3.00:00:00, as …"
    private static string EndOf(RuntimeSetting setting, string end)
    {
        var words = setting.Allowed.Replace(",", "", StringComparison.Ordinal).Split(' ');
        return words[Array.IndexOf(words, end) + 1];
    }

    private static async Task<TValue> CurrentAsync<TOptions, TValue>(
        ServiceHost<Program> auth,
        Func<IOptionsMonitor<TOptions>, TValue> read
    )
    {
        TValue value = default!;
        await auth.InScopeAsync(services =>
        {
            value = read(services.GetRequiredService<IOptionsMonitor<TOptions>>());
            return Task.CompletedTask;
        });
        return value;
    }

    private static async Task<HttpStatusCode> RegisterAsync(ServiceHost<Program> auth)
    {
        using var answer = await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = $"{Guid.NewGuid():n}@example.com",
                name = "Ada",
                password = Accounts.Password,
            }
        );
        return answer.StatusCode;
    }

    private static Task SetAsync(ServiceHost<Program> auth, string key, string json) =>
        auth.ExecuteAsync(
            $"insert into auth.service_settings (key, value) values ('{key}', '{json}') on conflict (key) do update set value = excluded.value"
        );
}
