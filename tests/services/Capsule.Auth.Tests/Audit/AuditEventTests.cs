using System.Net.Http.Json;

namespace Capsule.Auth.Tests.Audit;

/// <summary>What is recorded of what.</summary>
public sealed class AuditEventTests
{
    private static readonly (string, string)[] Quick = [("Auth:Audit:ChainInterval", "00:00:00.050")];

    [Fact]
    public async Task Registration_and_sign_in_are_recorded_with_who_and_whence()
    {
        await using var auth = await AuthHost.SharedAsync(Quick);
        auth.Client.DefaultRequestHeaders.UserAgent.ParseAdd("tests/1.0");
        var user = await auth.SignUpAsync();
        await auth.SignInAsync();

        var rows = await auth.AuditAsync();

        Assert.Equal(["user.registered", "session.began"], rows.Select(row => row.Event));
        Assert.All(rows, row => Assert.Equal((user.Id, user.Id, "tests/1.0"), (row.Actor, row.Target, row.UserAgent)));
        Assert.Equal(await auth.QueryAsync<Guid>("select id from mine.sessions"), rows[1].Session);
        Assert.Equal("pwd", rows[1].Data.GetProperty("methods")[0].GetString());
    }

    [Fact]
    public async Task A_sign_up_that_is_refused_leaves_nothing()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        await auth.SignUpAsync();

        await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = Accounts.Email,
                name = "Other",
                password = Accounts.Password,
            }
        );

        Assert.Single(await auth.AuditAsync());
    }

    [Fact]
    public async Task Sign_ins_that_fail_are_recorded_with_the_reason_and_the_address_that_nobody_has()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        var user = await auth.SignUpAsync();
        await auth.TrySignInAsync("nobody@example.com");
        await auth.TrySignInAsync("my-secret-p@ssword");
        for (var i = 0; i < 6; i++)
        {
            await auth.TrySignInAsync(password: "wrong horse battery");
        }

        await auth.TrySignInAsync();
        await auth.ExecuteAsync("update mine.users set active = false; update mine.password_failures set locked_until = null");
        await auth.TrySignInAsync();

        var rows = await auth.AuditAsync();
        var refused = rows.Where(row => row.Event == "session.refused").ToList();
        Assert.Equal(
            ["unknown", "unknown", .. Enumerable.Repeat("wrong-password", 6), "locked-out", "not-active"],
            refused.Select(row => row.Data.GetProperty("reason").GetString())
        );
        var hashes = refused.Take(2).Select(row => row.Data.GetProperty("emailHash").GetString()).ToList();
        Assert.Matches("^[0-9a-f]{32}$", hashes[0]);
        Assert.Null(hashes[1]);
        Assert.Equal([null, null, .. Enumerable.Repeat<Guid?>(user.Id, 8)], refused.Select(row => row.Target));
        Assert.All(refused, row => Assert.Null(row.Actor));
        Assert.Equal(user.Id, Assert.Single(rows, row => row.Event == "user.locked-out").Target);
        Assert.DoesNotContain(
            rows,
            row =>
                row.Data.GetRawText().Contains("secret", StringComparison.Ordinal)
                || row.Data.GetRawText().Contains("horse", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task No_address_is_in_it_in_clear_and_the_same_address_can_be_recognised()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        var token = (await auth.BeginAsync()).AccessToken;
        await auth.TrySignInAsync("nobody@example.com");
        await auth.TrySignInAsync(" NoBody@Example.com");
        await auth.TrySignInAsync("somebody@example.com");
        await auth.SendAsync(
            HttpMethod.Post,
            "/api/users/me/email",
            token,
            new { newEmail = "countess@example.com", password = Accounts.Password }
        );
        await auth.PostAsync("confirm-email-change", new { token = await auth.TokenAsync("change-email-old") });
        await auth.PostAsync("confirm-email-change", new { token = await auth.TokenAsync("change-email-new", "countess@example.com") });

        var rows = await auth.AuditAsync();

        var strangers = rows.Where(row => row.Event == "session.refused")
            .Select(row => row.Data.GetProperty("emailHash").GetString())
            .ToList();
        Assert.Equal((strangers[0], true), (strangers[1], strangers[0] != strangers[2]));
        var changes = rows.Where(row => row.Event.StartsWith("user.email-change", StringComparison.Ordinal))
            .Select(row => row.Data.GetProperty("newEmailHash").GetString())
            .ToList();
        Assert.Equal(2, changes.Count);
        Assert.Single(changes.Distinct());
        Assert.DoesNotContain(rows, row => row.Data.GetRawText().Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_sessions_is_recorded_however_they_end()
    {
        await using var auth = await AuthHost.SharedAsync(Quick);
        var user = await auth.SignUpAsync();
        var reused = await auth.SignInAsync();
        await auth.TryRefreshAsync((await auth.TryRefreshAsync(reused.RefreshToken!))!.RefreshToken!);
        Assert.Null(await auth.TryRefreshAsync(reused.RefreshToken!));
        var revoked = await auth.SignInAsync();
        await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", revoked.RefreshToken!)));
        await auth.Client.PostAsync("/connect/revoke", Accounts.Form(("token", revoked.RefreshToken!)));
        await auth.SignInAsync();
        await auth.SignInAsync();
        var last = await auth.SignInAsync();
        await auth.SendAsync(HttpMethod.Delete, "/api/sessions", last.AccessToken);
        await auth.SendAsync(HttpMethod.Delete, $"/api/sessions/{Guid.NewGuid()}", last.AccessToken);
        await auth.SendAsync(
            HttpMethod.Delete,
            $"/api/sessions/{await auth.QueryAsync<Guid>("select id from mine.sessions where revoked_at is null")}",
            last.AccessToken
        );

        var rows = (await auth.AuditAsync()).Where(row => row.Event is not ("session.began" or "user.registered")).ToList();

        Assert.Equal(["session.token-reused", "session.ended", "user.sessions-ended", "session.ended"], rows.Select(row => row.Event));
        Assert.All(rows, row => Assert.Equal(user.Id, row.Target));
        Assert.Equal([null, user.Id, user.Id, user.Id], rows.Select(row => row.Actor));
        Assert.Equal(("signed-out", 2), (rows[2].Data.GetProperty("reason").GetString(), rows[2].Data.GetProperty("sessions").GetInt32()));
        Assert.All(rows, row => Assert.NotNull(row.Session));
    }

    [Fact]
    public async Task Changes_of_password_and_profile_are_recorded_without_what_they_were_changed_to()
    {
        await using var auth = await AuthHost.SharedAsync(Quick);
        var token = (await auth.BeginAsync()).AccessToken;
        using var client = auth.Client;
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);

        await client.PatchAsJsonAsync("/api/users/me", new { name = "Countess", locale = "de" });
        await client.PatchAsJsonAsync("/api/users/me", new { locale = "klingon" });
        await client.PutAsJsonAsync(
            "/api/users/me/password",
            new { currentPassword = "wrong horse battery", newPassword = "better horse battery" }
        );
        await client.PutAsJsonAsync(
            "/api/users/me/password",
            new { currentPassword = Accounts.Password, newPassword = "better horse battery" }
        );

        var rows = (await auth.AuditAsync()).Skip(2).ToList();
        Assert.Equal(["user.profile-changed", "user.password-refused", "user.password-changed"], rows.Select(row => row.Event));
        Assert.Equal("""{"fields": ["name", "locale"]}""", rows[0].Data.GetRawText());
        Assert.DoesNotContain(rows, row => row.Data.GetRawText().Contains("horse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_signing_key_is_recorded_once_whoever_made_it()
    {
        await using var auth = await AuthHost.StartAsync(Quick);
        await using var replica = auth.StartReplica(host => AuthHost.Configure(host, Quick));
        await auth.BeginAsync();
        await auth.ChainedAsync();

        Assert.Equal(
            "ES256,RS256",
            await auth.QueryAsync<string>(
                """
                select string_agg(k.algorithm, ',' order by k.algorithm)
                from mine.audit_log l join auth.signing_keys k on k.kid = l.data ->> 'kid' where event = 'signing-key.rotated'
                """
            )
        );
        Assert.Null((await auth.Database.VerifyAsync()).Damage);
    }
}
