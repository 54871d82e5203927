using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users.Roles;
using Capsule.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Auth.Tests.SignIn;

/// <summary>Decision 029: what belongs to the user alone is closed to those to whom the user delegated something.</summary>
public sealed partial class FirstPartyTests
{
    /// <summary>
    /// The endpoints that clients and API keys may call. An endpoint that is added here shows or changes no credential, API key, session or
    /// second factor.
    /// </summary>
    private static readonly string[] Open =
    [
        "GET /api/users/me",
        "PATCH /api/users/me",
        "GET /api/users/{id:guid}",
        "GET /api/users",
        "GET /api/users/me/preferences",
        "PATCH /api/users/me/preferences",
        "GET /api/audit",
        "GET /connect/userinfo",
        "POST /connect/userinfo",
    ];

    [Fact]
    public async Task Every_endpoint_is_closed_to_clients_API_keys_and_impersonation_unless_it_is_listed_here()
    {
        await using var auth = await AuthHost.StartAsync();
        var admin = await auth.AdminAsync();
        var key = (await auth.KeyAsync(admin, [.. Permissions.Of([RoleNames.Admin])])).Key;
        var user = await auth.SignUpAsync();
        var client = await WriteAsync(auth, token => token with { ClientId = Guid.CreateVersion7().ToString() }, user.Id);
        var service = await WriteAsync(
            auth,
            token => token with { SessionId = null, AuthenticatedAt = null, ClientId = token.Subject.ToString() },
            user.Id
        );
        var impersonation = await WriteAsync(auth, token => token with { Actor = Guid.CreateVersion7() }, user.Id);
        var endpoints = await EndpointsAsync(auth);
        Assert.Empty(Open.Except(endpoints));

        foreach (var endpoint in endpoints)
        {
            foreach (var token in new[] { client, service, key })
            {
                Assert.Equal((endpoint, !Open.Contains(endpoint)), (endpoint, await IsRefusedAsync(auth, endpoint, token)));
            }

            Assert.Equal((endpoint, true), (endpoint, await IsRefusedAsync(auth, endpoint, impersonation)));
        }

        // All keys, sessions and accounts are as they were.
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.api_keys where revoked_at is null"));
        Assert.Equal(1L, await auth.QueryAsync<long>("select count(*) from mine.sessions where revoked_at is null"));
    }

    [Fact]
    public async Task A_first_party_session_is_let_in_everywhere()
    {
        await using var auth = await AuthHost.StartAsync();
        var user = await auth.SignUpAsync();
        var own = await WriteAsync(auth, token => token, user.Id);

        foreach (var endpoint in await EndpointsAsync(auth))
        {
            Assert.Equal((endpoint, false), (endpoint, await IsRefusedAsync(auth, endpoint, own)));
        }
    }

    [Fact]
    public async Task A_client_with_the_scope_account_makes_no_full_session_of_its_own()
    {
        await using var auth = await AuthHost.SharedAsync();
        var app = await auth.AppClientAsync(await auth.AdminAsync());
        var owner = await auth.BeginAsync();
        var tokens = await auth.TokensAsync(app, await auth.CodeAsync(owner.AccessToken, app));

        (HttpMethod Method, string Path, object? Body)[] attempts =
        [
            (HttpMethod.Post, "/api/api-keys", new { name = "mine", scopes = new[] { "account" } }),
            (HttpMethod.Put, "/api/users/me/password", new { currentPassword = "", newPassword = "battery staple horse" }),
            (HttpMethod.Delete, "/api/sessions", null),
            (HttpMethod.Post, "/api/users/me/logins", new { externalCode = "x", codeVerifier = Apps.Verifier }),
            (HttpMethod.Post, "/api/sessions/current/step-up", new { password = Accounts.Password }),
        ];
        foreach (var (method, path, body) in attempts)
        {
            var refused = await auth.SendAsync(method, path, tokens.AccessToken, body);

            var problem = await ServiceCompliance.AssertProblemAsync(refused, HttpStatusCode.Forbidden);
            Assert.Equal("urn:capsule:problem:session-required", problem.GetProperty("type").GetString());
            Assert.Contains("client", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await auth.SendAsync(HttpMethod.Get, "/api/users/me", tokens.AccessToken)).StatusCode);
        Assert.NotNull(await auth.TryRefreshAsync(owner.RefreshToken!));
    }

    private static async Task<string> WriteAsync(ServiceHost<Program> auth, Func<AccessToken, AccessToken> change, Guid user)
    {
        string[] roles = [RoleNames.Admin];
        string[] scopes = [.. Permissions.Of(roles), "openid"];
        var token = change(new AccessToken(user, Guid.CreateVersion7(), scopes, roles, DateTimeOffset.UtcNow, ["pwd"]));
        var written = "";
        await auth.InScopeAsync(async services =>
            written = await services.GetRequiredService<AccessTokenWriter>().WriteAsync(token, CancellationToken.None)
        );
        return written;
    }

    private static async Task<List<string>> EndpointsAsync(ServiceHost<Program> auth)
    {
        List<string> names = [];
        await auth.InScopeAsync(services =>
        {
            names.AddRange(
                services
                    .GetRequiredService<EndpointDataSource>()
                    .Endpoints.OfType<RouteEndpoint>()
                    .Where(endpoint =>
                        endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
                        || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null
                    )
                    .SelectMany(endpoint =>
                        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Get]).Select(method =>
                            $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"
                        )
                    )
            );
            return Task.CompletedTask;
        });
        Assert.NotEmpty(names);
        return names;
    }

    private static async Task<bool> IsRefusedAsync(ServiceHost<Program> auth, string endpoint, string token)
    {
        var (method, path) = (new HttpMethod(endpoint.Split(' ')[0]), Parameter().Replace(endpoint.Split(' ')[1], Guid.Empty.ToString()));
        using var response = await auth.SendAsync(method, path, token, method == HttpMethod.Get ? null : new { });
        if (response.StatusCode != HttpStatusCode.Forbidden)
        {
            return false;
        }

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return problem.GetProperty("type").GetString() == "urn:capsule:problem:session-required";
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
