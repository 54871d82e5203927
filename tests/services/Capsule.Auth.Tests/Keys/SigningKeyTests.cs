using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Keys;

public sealed class SigningKeyTests
{
    private static readonly (string, string)[] Quick = [("Auth:SigningKeys:CheckInterval", "00:00:00.050")];

    [Fact]
    public async Task Replicas_and_restarts_share_the_key_and_none_of_it_is_readable_at_rest()
    {
        await using var auth = await AuthHost.StartAsync();
        var tokens = await auth.BeginAsync();
        await using var replica = auth.StartReplica(host => AuthHost.Configure(host));

        var other = await replica.SignInAsync();

        Assert.Equal(SignedToken.KidOf(tokens.AccessToken), SignedToken.KidOf(other.AccessToken));
        await SignedToken.ReadAsync(auth, other.AccessToken);
        await SignedToken.ReadAsync(replica, tokens.AccessToken);
        using var key = System.Security.Cryptography.ECDsa.Create();
        var stored = await auth.QueryAsync<byte[]>("select private_key from auth.signing_keys where algorithm = 'ES256'");
        for (var start = 0; start < stored.Length; start++)
        {
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() =>
                key.ImportPkcs8PrivateKey(stored.AsSpan(start), out _)
            );
        }
    }

    [Fact]
    public async Task Many_replicas_that_start_at_once_make_one_key_of_each_algorithm()
    {
        await using var auth = await AuthHost.StartAsync();
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from auth.signing_keys") == 2,
            "the first keys"
        );
        await auth.Database.ExecuteAsync("delete from auth.signing_keys");

        var replicas = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => auth.StartReplica(host => AuthHost.Configure(host))))
        );
        var sets = await Task.WhenAll(replicas.Select(replica => replica.Client.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json")));

        Assert.Equal(
            ["ES256", "RS256"],
            sets.SelectMany(set => set.GetProperty("keys").EnumerateArray())
                .DistinctBy(key => key.GetProperty("kid").GetString())
                .Select(key => key.GetProperty("alg").GetString()!)
                .Order()
        );
        Assert.Equal(2, await auth.QueryAsync<long>("select count(*) from auth.signing_keys"));
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_next_key_is_published_before_it_signs_and_the_last_one_until_its_tokens_have_expired()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        var first = (await auth.BeginAsync()).AccessToken;

        // Its time is nearly up: the next is made, for a day later.
        await auth.Database.ExecuteAsync("update auth.signing_keys set active_from = now() - interval '29 days 1 minute'");
        await Eventually.TrueAsync(async () => (await KidsAsync(auth)).Count == 2, "the next key");
        Assert.Equal(SignedToken.KidOf(first), SignedToken.KidOf((await auth.SignInAsync()).AccessToken));
        Assert.True(
            await auth.QueryAsync<bool>(
                "select bool_and(expires_at > now() + interval '23 hours') filter (where active_from < now()) from auth.signing_keys"
            )
        );

        // The day has passed.
        await auth.Database.ExecuteAsync("update auth.signing_keys set active_from = now() where active_from > now()");
        await Eventually.TrueAsync(
            async () => SignedToken.KidOf((await auth.SignInAsync()).AccessToken) != SignedToken.KidOf(first),
            "a token under the next key"
        );
        await SignedToken.ReadAsync(auth, first);

        // And so has the time of the last token under the first.
        await auth.Database.ExecuteAsync("update auth.signing_keys set expires_at = now() where expires_at is not null");
        await Eventually.TrueAsync(async () => !(await KidsAsync(auth)).Contains(SignedToken.KidOf(first)), "the first key gone");
        Assert.Single(await KidsAsync(auth));
    }

    [Fact]
    public async Task With_another_master_key_no_token_is_signed_and_with_the_retired_one_all_goes_on()
    {
        await using var auth = await AuthHost.StartAsync();
        var tokens = await auth.BeginAsync();
        var other = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await using var wrong = auth.StartReplica(host => AuthHost.Configure(host, ("Auth:MasterKey", other)));
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, (await wrong.TrySignInAsync()).StatusCode);

        await using var right = auth.StartReplica(host =>
            AuthHost.Configure(host, ("Auth:MasterKey", other), ("Auth:RetiredMasterKeys", AuthHost.MasterKey))
        );

        Assert.Equal(SignedToken.KidOf(tokens.AccessToken), SignedToken.KidOf((await right.SignInAsync()).AccessToken));
        Assert.NotNull(await right.TryRefreshAsync(tokens.RefreshToken!));
    }

    private static async Task<List<string>> KidsAsync(ServiceHost<Program> auth) =>
        [
            .. (await auth.Client.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json"))
                .GetProperty("keys")
                .EnumerateArray()
                .Where(key => key.GetProperty("alg").GetString() == "ES256")
                .Select(key => key.GetProperty("kid").GetString()!),
        ];
}
