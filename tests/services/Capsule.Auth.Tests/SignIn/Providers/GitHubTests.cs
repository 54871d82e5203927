using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Capsule.Auth.Accounts.Profile;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers;

/// <summary>The preset for GitHub, against the shapes that GitHub documents.</summary>
public sealed class GitHubTests
{
    [Fact]
    public async Task The_proved_primary_address_counts_and_not_the_one_that_the_profile_shows()
    {
        await using var fake = await StartFakeAsync(
            new JsonObject
            {
                ["email"] = "other@example.com",
                ["primary"] = false,
                ["verified"] = true,
            },
            new JsonObject
            {
                ["email"] = Accounts.Email,
                ["primary"] = true,
                ["verified"] = true,
            }
        );
        await using var auth = await StartAsync(fake);

        var tokens = await auth.TokensAsync((await SignInAsync(auth))["code"]!);

        var profile = await Apps.ReadAsync<ProfileResponse>(await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken));
        Assert.Equal((Accounts.Email, "monalisa octocat"), (profile.Email, profile.Name));
        Assert.Equal("583231", await auth.QueryAsync<string>("select subject from auth.user_logins"));
        Assert.Equal(
            (OidcProviderProcess.ClientId, OidcProviderProcess.ClientSecret, ""),
            (fake.Exchanged["client_id"], fake.Exchanged["client_secret"], fake.Exchanged["authorization"])
        );
    }

    [Fact]
    public async Task A_primary_address_that_is_not_proved_signs_nobody_up()
    {
        await using var fake = await StartFakeAsync(
            new JsonObject
            {
                ["email"] = "other@example.com",
                ["primary"] = false,
                ["verified"] = true,
            },
            new JsonObject
            {
                ["email"] = Accounts.Email,
                ["primary"] = true,
                ["verified"] = false,
            }
        );
        await using var auth = await StartAsync(fake);

        await ServiceCompliance.AssertProblemAsync(
            await auth.TryExternalAsync((await SignInAsync(auth))["code"]!),
            HttpStatusCode.UnprocessableEntity
        );
    }

    [Fact]
    public async Task A_refusal_with_status_200_is_a_refusal()
    {
        await using var fake = await StartFakeAsync();
        await using var auth = await StartAsync(fake);
        fake.Tokens = _ =>
            FakeProvider.Json(
                new JsonObject { ["error"] = "bad_verification_code", ["error_description"] = "The code passed is incorrect or expired." }
            );

        Assert.Equal("server_error", (await SignInAsync(auth))["error"]);
    }

    private static async Task<FakeProvider> StartFakeAsync(params JsonNode[] emails)
    {
        var fake = await FakeProvider.StartAsync();
        fake.Tokens = _ =>
            FakeProvider.Json(
                new JsonObject
                {
                    ["access_token"] = "gho_16C7e42F292c6912E7710c838347Ae178B4a",
                    ["scope"] = "read:user,user:email",
                    ["token_type"] = "bearer",
                }
            );
        fake.User = () =>
            FakeProvider.Json(
                new JsonObject
                {
                    ["login"] = "octocat",
                    ["id"] = 583231,
                    ["name"] = "monalisa octocat",
                    ["email"] = "shown@example.com",
                }
            );
        fake.Emails = () => FakeProvider.Json(new JsonArray(emails.Select(email => email.DeepClone()).ToArray()));
        return fake;
    }

    private static Task<ServiceHost<Program>> StartAsync(FakeProvider fake) =>
        AuthHost.StartAsync([
            .. ProviderHosts.Secrets("github"),
            ("Auth:External:Providers:github:TokenEndpoint", $"{fake.Address}/token"),
            ("Auth:External:Providers:github:UserInfoEndpoint", $"{fake.Address}/me"),
            ("Auth:External:Providers:github:EmailsEndpoint", $"{fake.Address}/emails"),
        ]);

    private static async Task<System.Collections.Specialized.NameValueCollection> SignInAsync(ServiceHost<Program> auth)
    {
        using var browser = new Browser(auth);
        var destination = (await browser.GoAsync(Browser.AuthorizePath("github"))).Headers.Location!;
        Assert.StartsWith("https://github.com/login/oauth/authorize?", destination.OriginalString, StringComparison.Ordinal);
        var asked = HttpUtility.ParseQueryString(destination.Query);
        Assert.Equal("read:user user:email", asked["scope"]);
        return Browser.AppQuery(await browser.GoAsync($"/api/providers/github/callback?code=c&state={asked["state"]}"));
    }
}
