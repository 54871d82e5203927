using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Sessions.Revocation;

/// <summary>
/// Sign-ins, exchanges of codes, refreshes and a step-up at the same time as something that ends all sessions of the user. The sessions
/// that are alive afterwards have to have begun after that.
/// </summary>
internal static class RevocationRace
{
    private const int SignIns = 4;
    private const int Codes = 4;

    public static async Task RunAsync(Revocation revocation, int rounds)
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:Accounts:EmailsPerHour", "100000"));
        await using var replica = await AuthHost.SharedReplicaAsync(auth);
        var admin = await auth.AdminAsync();
        var client = await auth.AppClientAsync(admin, scopes: ["openid", "account"]);
        var user = await auth.SignUpAsync();
        var password = Accounts.Password;
        var begun = 0;
        for (var round = 0; round < rounds; round++)
        {
            await auth.ExecuteAsync("delete from mine.password_failures");
            var own = await auth.SignInAsync(password: password);
            var other = await auth.SignInAsync(password: password);
            var codes = await Task.WhenAll(Enumerable.Range(0, Codes).Select(_ => auth.CodeAsync(other.AccessToken, client)));
            var next = $"{Accounts.Password} {round}";
            var revoke = await PrepareAsync(auth, revocation, own, admin, user.Id, password, next, round);

            var tries = new List<Task<HttpResponseMessage>>();
            tries.AddRange(Enumerable.Range(0, SignIns).Select(i => (i % 2 == 0 ? auth : replica).TrySignInAsync(password: password)));
            tries.AddRange(codes.Select((code, i) => (i % 2 == 0 ? replica : auth).ExchangeAsync(client, code)));
            tries.Add(replica.RefreshAsync(other.RefreshToken!));
            tries.Add(auth.SendAsync(HttpMethod.Post, "/api/sessions/current/step-up", other.AccessToken, new { password }));
            var ended = await revoke();
            var answers = await Task.WhenAll(tries);

            Assert.True(
                ended.IsSuccessStatusCode,
                $"{revocation} in round {round}: {(int)ended.StatusCode} {await ended.Content.ReadAsStringAsync()}"
            );
            begun += answers.Count(answer => answer.IsSuccessStatusCode);
            Assert.Equal(0L, await SurvivorsAsync(auth, user.Id, own));
            password = revocation is Revocation.Reset or Revocation.ChangePassword ? next : password;
        }

        // Else nothing would have raced.
        Assert.True(begun > rounds, $"Only {begun} of the tries of {rounds} rounds came first.");
    }

    // Those that may go on: the session that asked, and sign-ins that began after the end of the others, with the password that is right
    // then.
    private static async Task<long> SurvivorsAsync(ServiceHost<Program> auth, Guid user, TokenResponse own) =>
        await auth.QueryAsync<long>(
            $"""
            select (select count(*) from auth.oauth_authorizations where subject = '{user}' and status = 'valid') + count(*) from auth.sessions session
            where user_id = '{user}' and revoked_at is null and id <> '{(await SignedToken.ReadAsync(auth, own.AccessToken)).GetProperty(
                "sid"
            ).GetGuid()}'
                and created_at <= (select max(revoked_at) from auth.sessions where user_id = '{user}')
            """
        );

    private static async Task<Func<Task<HttpResponseMessage>>> PrepareAsync(
        ServiceHost<Program> auth,
        Revocation revocation,
        TokenResponse own,
        string admin,
        Guid user,
        string password,
        string next,
        int round
    )
    {
        switch (revocation)
        {
            case Revocation.Reset:
                await auth.LetTimePassAsync();
                await auth.PostAsync("forgot-password", new { email = Accounts.Email });
                var token = await auth.TokenAsync("reset-password");
                return () => auth.PostAsync("reset-password", new { token, newPassword = next });
            case Revocation.ChangePassword:
                return () =>
                    auth.SendAsync(
                        HttpMethod.Put,
                        "/api/users/me/password",
                        own.AccessToken,
                        new { currentPassword = password, newPassword = next }
                    );
            case Revocation.SetRoles:
                return () =>
                    auth.SendAsync(
                        HttpMethod.Put,
                        $"/api/users/{user}/roles",
                        admin,
                        new { roles = round % 2 == 0 ? new[] { "user", "operator" } : ["user"] }
                    );
            case Revocation.SignOut:
                return () => auth.SendAsync(HttpMethod.Delete, "/api/sessions", own.AccessToken);
            default:
                return () => auth.SendAsync(HttpMethod.Delete, $"/api/users/{user}/sessions", admin);
        }
    }
}
