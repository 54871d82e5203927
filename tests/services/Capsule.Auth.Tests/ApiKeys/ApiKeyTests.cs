using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Tests.Audit;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.ApiKeys;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_key_calls_as_its_owner_within_its_scopes_and_only_its_hash_is_kept()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var token = (await auth.BeginAsync()).AccessToken;
        var user = await auth.QueryAsync<Guid>("select id from mine.users");

        var key = await auth.KeyAsync(token);

        Assert.Matches("^cap_[a-z0-9]{12}_[0-9a-f]{64}$", key.Key);
        Assert.StartsWith(key.Prefix, key.Key);
        var profile = await Apps.ReadAsync<JsonElement>(await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key));
        Assert.Equal(user, profile.GetProperty("id").GetGuid());
        await ServiceCompliance.AssertProblemAsync(await auth.SendAsync(HttpMethod.Get, "/api/audit", key.Key), HttpStatusCode.Forbidden);
        Assert.Equal(0L, await auth.QueryAsync<long>($"select count(*) from auth.api_keys k where k::text like '%{key.Key[^64..]}%'"));
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<bool>("select last_used_at is not null from mine.api_keys"),
            "its use is written"
        );
        var row = Assert.Single(await auth.AuditAsync(), row => row.Event == "api-key.created");
        Assert.Equal((user, user), (row.Actor, row.Target));
        Assert.DoesNotContain(key.Key[^64..], row.Data.GetRawText());
    }

    [Fact]
    public async Task Its_use_is_written_at_most_once_a_minute()
    {
        await using var auth = await AuthHost.SharedAsync();
        var first = await auth.KeyAsync((await auth.BeginAsync()).AccessToken);
        var second = await auth.KeyAsync((await auth.SignInAsync()).AccessToken);
        await auth.ExecuteAsync(
            $"""
            update mine.api_keys set last_used_at = now() - case id when '{first.Id}' then interval '50 seconds' else interval '70 seconds' end
            """
        );
        var written = await auth.QueryAsync<DateTime>($"select last_used_at from mine.api_keys where id = '{first.Id}'");

        await auth.SendAsync(HttpMethod.Get, "/api/users/me", first.Key);
        await auth.SendAsync(HttpMethod.Get, "/api/users/me", second.Key);

        await Eventually.TrueAsync(
            async () =>
                await auth.QueryAsync<bool>(
                    $"select last_used_at > now() - interval '30 seconds' from mine.api_keys where id = '{second.Id}'"
                ),
            "the second's is"
        );
        Assert.Equal(written, await auth.QueryAsync<DateTime>($"select last_used_at from mine.api_keys where id = '{first.Id}'"));
    }

    [Fact]
    public async Task A_key_that_was_revoked_has_expired_or_is_made_up_is_refused_at_once()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Audit:ChainInterval", "00:00:00.050"));
        var token = (await auth.BeginAsync()).AccessToken;
        var revoked = await auth.KeyAsync(token);
        var expired = await auth.KeyAsync(token);
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", revoked.Key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", expired.Key)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await auth.SendAsync(HttpMethod.Delete, $"/api/api-keys/{revoked.Id}", token)).StatusCode);
        await auth.ExecuteAsync($"update mine.api_keys set expires_at = now() where id = '{expired.Id}'");

        string[] refused =
        [
            revoked.Key,
            expired.Key,
            expired.Key[..^1] + (expired.Key[^1] == '0' ? '1' : '0'),
            "cap_",
            "cap_x",
            $"cap_{new string('a', 12)}_{new string('0', 64)}",
            expired.Key.ToUpperInvariant().Replace("CAP_", "cap_", StringComparison.Ordinal),
            $"cap_{new string('x', 5000)}",
            "cap_';drop_____table_" + new string('0', 64),
        ];
        foreach (var key in refused)
        {
            var response = await auth.SendAsync(HttpMethod.Get, "/api/users/me", key);
            var problem = await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.Unauthorized);
            Assert.Equal("The API key is not valid, was revoked, or has expired.", problem.GetProperty("detail").GetString());
        }

        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/api-keys/{revoked.Id}", token),
            HttpStatusCode.NotFound
        );
        Assert.Single(await auth.AuditAsync(), row => row.Event == "api-key.revoked");
    }

    [Fact]
    public async Task It_allows_no_more_than_its_owner_may_now()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.AdminAsync();
        var key = await auth.KeyAsync(admin, "account", "audit:read");
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/audit", key.Key)).StatusCode);

        await auth.ExecuteAsync("delete from mine.user_roles where role = 'admin'");
        Assert.Equal(HttpStatusCode.Forbidden, (await auth.SendAsync(HttpMethod.Get, "/api/audit", key.Key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);

        await auth.ExecuteAsync("update mine.users set active = false");
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
    }

    [Fact]
    public async Task Closing_the_account_revokes_its_keys()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;
        var key = await auth.KeyAsync(token);

        await auth.SendAsync(HttpMethod.Delete, "/api/users/me", token, new { password = Accounts.Password });

        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", key.Key)).StatusCode);
        Assert.True(await auth.QueryAsync<bool>("select revoked_at is not null from mine.api_keys"));
    }

    [Fact]
    public async Task A_key_makes_no_keys_and_no_codes()
    {
        await using var auth = await AuthHost.SharedAsync();
        var key = await auth.KeyAsync((await auth.BeginAsync()).AccessToken);

        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/api/api-keys", key.Key, new { name = "more", scopes = new[] { "account" } }),
            HttpStatusCode.Forbidden
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Post, "/connect/authorize", key.Key, new { client_id = "x" }),
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task Keys_are_listed_page_by_page_to_their_owner_alone_and_there_is_an_end_to_them()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:ApiKeys:MaxPerUser", "5"));
        await auth.SignUpAsync("grace@example.com");
        var other = (await auth.SignInAsync("grace@example.com")).AccessToken;
        var token = (await auth.BeginAsync()).AccessToken;
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => auth.SendAsync(HttpMethod.Post, "/api/api-keys", token, new { name = "ci", scopes = new[] { "account" } }))
        );
        Assert.Equal(
            (5, 3),
            (
                made.Count(response => response.StatusCode == HttpStatusCode.Created),
                made.Count(response => response.StatusCode == HttpStatusCode.Conflict)
            )
        );

        var first = await ListAsync(auth, token, "?limit=3");
        var second = await ListAsync(auth, token, $"?limit=3&after={first.Next}");

        Assert.Equal((3, 2, null), (first.Items.Count, second.Items.Count, second.Next));
        Assert.Equal(5, first.Items.Concat(second.Items).DistinctBy(key => key.Id).Count());
        Assert.Empty((await ListAsync(auth, other, "")).Items);
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Delete, $"/api/api-keys/{first.Items[0].Id}", other),
            HttpStatusCode.NotFound
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/api/api-keys?limit=0", token),
            HttpStatusCode.BadRequest,
            "limit"
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/api/api-keys?after=x", token),
            HttpStatusCode.BadRequest,
            "after"
        );
    }

    [Theory]
    [InlineData("""{"name":"","scopes":["account"]}""", "name")]
    [InlineData("""{"name":"  ","scopes":["account"]}""", "name")]
    [InlineData("""{"name":null,"scopes":["account"]}""", "name")]
    [InlineData("""{"name":"a\u0000b","scopes":["account"]}""", "name")]
    [InlineData("""{"name":"ci","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"ci"}""", "scopes")]
    [InlineData("""{"name":"ci","scopes":null}""", "scopes")]
    [InlineData("""{"name":"ci","scopes":[null]}""", "scopes")]
    [InlineData("""{"name":"ci","scopes":["users:write"]}""", "scopes")]
    [InlineData("""{"name":"ci","scopes":["account billing"]}""", "scopes")]
    [InlineData("""{"name":"ci","scopes":["tokens:introspect"]}""", "scopes")]
    [InlineData("""{"name":"ci","scopes":["account"],"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"ci","scopes":["account"],"expiresAt":"soon"}""", "expiresAt")]
    public async Task Bad_requests_are_answered_with_the_fields_name(string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/api-keys")
        {
            Content = new StringContent(body, null, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);

        var response = await auth.Client.SendAsync(request);

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
    }

    private static async Task<Page<ApiKeyResponse>> ListAsync(ServiceHost<Program> auth, string token, string query) =>
        (await (await auth.SendAsync(HttpMethod.Get, $"/api/api-keys{query}", token)).Content.ReadFromJsonAsync<Page<ApiKeyResponse>>())!;
}
