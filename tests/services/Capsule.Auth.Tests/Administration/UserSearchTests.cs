using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Administration;
using Capsule.Testing;
using Capsule.Web;

namespace Capsule.Auth.Tests.Administration;

public sealed class UserSearchTests
{
    private static readonly string[] OfTheFive =
    [
        "ada1@example.com",
        "ada2@example.com",
        "ADA3@example.com",
        "ada_4@example.com",
        "adä5@example.com",
    ];

    [Fact]
    public async Task Users_are_found_by_the_beginning_of_address_or_name_page_by_page_in_order()
    {
        await using var auth = await AuthHost.SharedAsync("users to be found", _ => { });
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        await FillAsync(auth);

        Assert.Equal(
            ["ada1@example.com", "ada2@example.com", "ADA3@example.com", "ada_4@example.com"],
            await EmailsAsync(auth, admin, "email=aDa")
        );
        Assert.Equal(["ada_4@example.com"], await EmailsAsync(auth, admin, "email=ada_"));
        Assert.Equal(["adä5@example.com"], await EmailsAsync(auth, admin, "email=ad%C3%84"));
        Assert.Empty(await EmailsAsync(auth, admin, "email=%25"));
        Assert.Equal(["bob@example.com"], await EmailsAsync(auth, admin, "name=bob"));
        Assert.Equal([.. OfTheFive], (await EmailsAsync(auth, admin, "name=zz")).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("email=a")]
    [InlineData("name=zz")]
    [InlineData("")]
    [InlineData("active=true&email=ad")]
    public async Task Pages_follow_each_other_without_gap_or_repetition(string query)
    {
        await using var auth = await AuthHost.SharedAsync("users to be found", _ => { });
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        await FillAsync(auth);
        var all = await PageAsync(auth, admin, query);

        List<FoundUser> paged = [];
        for (string? after = null; paged.Count == 0 || after is not null; )
        {
            var page = await PageAsync(auth, admin, $"{query}&limit=2{(after is null ? "" : $"&after={after}")}");
            paged.AddRange(page.Items);
            after = page.Next?.ToString();
        }

        Assert.Equal(all.Items.Select(user => user.Id), paged.Select(user => user.Id));
        Assert.Null(all.Next);
        Assert.True(all.Items.Count >= 4);
    }

    [Fact]
    public async Task Roles_and_activity_narrow_the_list()
    {
        await using var auth = await AuthHost.StartAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        await FillAsync(auth);
        await auth.ExecuteAsync("update auth.users set active = false where email = 'bob@example.com'");

        var found = Assert.Single((await PageAsync(auth, admin, "role=admin")).Items);
        Assert.Equal((Administrators.Email, true), (found.Email, found.LastSignInAt is not null));
        Assert.Equal(["admin", "user"], found.Roles);
        Assert.Equal(["bob@example.com"], await EmailsAsync(auth, admin, "active=false"));
        Assert.DoesNotContain("bob@example.com", await EmailsAsync(auth, admin, "active=true"));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("email=a&name=b", "name")]
    [InlineData("email=", "email")]
    [InlineData("name=a%00b", "name")]
    [InlineData("role=king", "role")]
    [InlineData("after=01900000-0000-7000-8000-000000000000", "after")]
    public async Task A_bad_filter_is_named(string query, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;

        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, $"/api/users?{query}", admin),
            HttpStatusCode.BadRequest,
            field
        );
    }

    [Fact]
    public async Task Who_may_not_read_users_finds_none()
    {
        await using var auth = await AuthHost.SharedAsync();
        var user = (await auth.BeginAsync()).AccessToken;

        await ServiceCompliance.AssertProblemAsync(await auth.SendAsync(HttpMethod.Get, "/api/users", user), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("email=user12", "ix_users_lower_email")]
    [InlineData("name=name12", "ix_users_lower_name")]
    [InlineData("active=false", "ix_users_inactive")]
    public async Task A_search_reads_its_index(string query, string index)
    {
        await using var auth = await AuthHost.SharedAsync("many users", _ => { });
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        await auth.ExecuteAsync(
            """
            insert into auth.users (id, email, name, password_hash, active) select gen_random_uuid(), 'user' || n || '@example.com', 'Name' || n, 'x', n % 1000 <> 0
            from generate_series(1, 20000) n on conflict do nothing;
            analyze auth.users
            """
        );

        var scans = await ScansAsync(auth, index);
        Assert.NotEmpty((await PageAsync(auth, admin, $"{query}&limit=10")).Items);

        await Eventually.TrueAsync(async () => await ScansAsync(auth, index) > scans, $"{index} is read");
    }

    private static Task<long> ScansAsync(ServiceHost<Program> auth, string index) =>
        auth.QueryAsync<long>($"select idx_scan from pg_stat_user_indexes where schemaname = 'auth' and indexrelname = '{index}'");

    private static Task FillAsync(ServiceHost<Program> auth) =>
        auth.ExecuteAsync(
            $"""
            insert into auth.users (id, email, name, password_hash)
            select gen_random_uuid(), email, 'Zz Top', 'x' from unnest(array['{string.Join("','", OfTheFive)}']) email
            union all select gen_random_uuid(), 'bob@example.com', 'Bob', 'x'
            on conflict do nothing
            """
        );

    private static async Task<IEnumerable<string>> EmailsAsync(ServiceHost<Program> auth, string token, string query) =>
        (await PageAsync(auth, token, query)).Items.Select(user => user.Email);

    private static async Task<Page<FoundUser>> PageAsync(ServiceHost<Program> auth, string token, string query)
    {
        using var response = await auth.SendAsync(HttpMethod.Get, $"/api/users?{query}", token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Page<FoundUser>>(JsonSerializerOptions.Web))!;
    }
}
