extern alias bundle;

using System.Net;
using System.Security.Cryptography;
using System.Text;
using bundle::Capsule.Auth.Migrations.OAuth;

namespace Capsule.Auth.Tests.OAuth;

/// <summary>Clients of before the move to OpenIddict's tables.</summary>
public sealed class MoveTests
{
    [Fact]
    public async Task Clients_keep_their_secrets_scopes_and_addresses()
    {
        var (batch, app) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var auth = await AuthHost.StartAsync();
        await auth.Database.ExecuteAsync($"""
            insert into auth.clients (id, name, secret_hash, previous_secret_hash, previous_secret_expires_at, redirect_uris, grant_types, scopes) values
                ('{batch}', 'batch', '{Hash("the present secret")}', '{Hash("the previous secret")}', now() + interval '1 hour', array[]::text[],
                    array['client_credentials'], array['users:read', 'tokens:introspect']),
                ('{app}', 'app of before', null, null, null, array['http://127.0.0.1/cb'], array['authorization_code', 'refresh_token'], array['account', 'openid'])
            """);

        await auth.Database.ExecuteAsync(OAuthSql.MoveClients.Replace("{schema}", "auth", StringComparison.Ordinal));

        foreach (var secret in new[] { "the present secret", "the previous secret" })
        {
            var response = await auth.PostFormAsync("/connect/token", Apps.Basic(batch.ToString(), secret),
                ("grant_type", "client_credentials"), ("scope", "users:read"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await Apps.AssertErrorAsync(
            await auth.PostFormAsync("/connect/token", Apps.Basic(batch.ToString(), "another"), ("grant_type", "client_credentials")),
                HttpStatusCode.Unauthorized, "invalid_client");
        Assert.Equal(HttpStatusCode.OK, (await auth.PostFormAsync("/connect/introspect",
            Apps.Basic(batch.ToString(), "the present secret"), ("token", "x"))).StatusCode);
        var moved = await Apps.ReadAsync<Capsule.Auth.OAuth.Clients.ClientResponse>(
            await auth.SendAsync(HttpMethod.Get, $"/api/clients/{app}", await auth.AdminAsync()));
        Assert.Equal(("app of before", true), (moved.Name, moved.IsPublic));
        Assert.Equal(["http://127.0.0.1/cb"], moved.RedirectUris);
        Assert.Equal(["authorization_code", "refresh_token"], moved.GrantTypes);
        Assert.Equal(["account", "openid"], moved.Scopes);
        Assert.Equal("native", await auth.QueryAsync<string>($"select application_type from auth.oauth_applications where id = '{app}'"));
    }

    private static string Hash(string secret) => @"\x" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
