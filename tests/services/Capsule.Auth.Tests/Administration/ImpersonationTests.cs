using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Tokens;
using Capsule.Testing;
using static Capsule.Auth.Tests.Administration.AdministrationTests;

namespace Capsule.Auth.Tests.Administration;

/// <summary>Administrators who act as a user.</summary>
public sealed class ImpersonationTests
{
    [Fact]
    public async Task An_administrator_acts_as_a_user_for_a_while_and_both_are_named()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = await auth.SignInAsAdministratorAsync();
        var user = await auth.SignUpAsync();
        var own = await auth.SignInAsync();

        using var response = await SendAsync(
            auth,
            HttpMethod.Post,
            $"/api/users/{user.Id}/impersonation",
            admin.AccessToken,
            new { reason = "ticket 4711" }
        );
        var tokens = (await response.Content.ReadFromJsonAsync<TokenResponse>())!;

        Assert.Null(tokens.RefreshToken);
        Assert.Equal("billing deployments", tokens.Scope);
        var claims = await SignedToken.ReadAsync(auth, tokens.AccessToken);
        Assert.Equal(user.Id.ToString(), claims.GetProperty("sub").GetString());
        Assert.Equal(
            (await SignedToken.ReadAsync(auth, admin.AccessToken)).GetProperty("sub").GetString(),
            claims.GetProperty("act").GetProperty("sub").GetString()
        );
        await ServiceCompliance.AssertProblemAsync(
            await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken),
            HttpStatusCode.Forbidden
        );
        await AssertRecordedAsync(auth, "user.impersonated", user.Id);

        // The user sees it, and ends it.
        var sessions = await (
            await auth.SendAsync(HttpMethod.Get, "/api/sessions", own.AccessToken)
        ).Content.ReadFromJsonAsync<JsonElement>();
        var session = Assert.Single(
            sessions.GetProperty("items").EnumerateArray(),
            session => session.GetProperty("device").GetString() == "Administrator: ticket 4711"
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await auth.SendAsync(HttpMethod.Delete, $"/api/sessions/{session.GetProperty("id").GetGuid()}", own.AccessToken)).StatusCode
        );
        await Eventually.TrueAsync(
            async () =>
                (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode == HttpStatusCode.Unauthorized,
            "The token is good for nothing."
        );
    }

    [Fact]
    public async Task Nobody_acts_as_who_may_do_more_than_a_user_nor_as_who_may_not_sign_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        await auth.SignInAsAdministratorAsync("other@example.com", "operator");
        var other = await auth.QueryAsync<Guid>($"select id from mine.users where email = '{auth.AddressOf("other@example.com")}'");
        var inactive = await auth.SignUpAsync();
        await auth.ExecuteAsync($"update mine.users set active = false where id = '{inactive.Id}'");

        await ServiceCompliance.AssertProblemAsync(await ImpersonateAsync(other), HttpStatusCode.Forbidden);
        await ServiceCompliance.AssertProblemAsync(await ImpersonateAsync(inactive.Id), HttpStatusCode.NotFound);

        Task<HttpResponseMessage> ImpersonateAsync(Guid user) =>
            SendAsync(auth, HttpMethod.Post, $"/api/users/{user}/impersonation", admin, new { reason = "ticket 4711" });
    }
}
