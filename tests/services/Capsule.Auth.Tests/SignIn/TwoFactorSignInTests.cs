using System.Net;
using System.Text.Json;
using Capsule.Auth.Tests.Audit;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Capsule.Auth.Tests.Credentials.TwoFactor.Authenticators;

namespace Capsule.Auth.Tests.SignIn;

public sealed class TwoFactorSignInTests
{
    private static readonly (string, string)[] Quick = [("Auth:Audit:ChainInterval", "00:00:00.050")];

    [Fact]
    public async Task A_code_is_asked_for_and_the_token_says_that_there_was_one()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());

        await AssertRefusedAsync(await auth.TrySignInWithAsync(null), HttpStatusCode.Unauthorized, "second-factor-required");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(" "), HttpStatusCode.Unauthorized, "second-factor-required");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(WrongCode(enrolled.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
        var tokens = await auth.SignInWithAsync(Code(enrolled.Secret).Insert(3, " "));

        var claims = await SignedToken.ReadAsync(auth, tokens.AccessToken);
        Assert.Equal(["pwd", "otp", "mfa"], claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()));
        var refreshed = await SignedToken.ReadAsync(auth, (await auth.TryRefreshAsync(tokens.RefreshToken!))!.AccessToken);
        Assert.Equal(3, refreshed.GetProperty("amr").GetArrayLength());
        Assert.Equal(0, await auth.QueryAsync<int>("select access_failed_count from mine.users"));
    }

    [Fact]
    public async Task Without_the_password_nobody_learns_that_there_are_two_factors()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        await auth.SignUpAsync("grace@example.com");

        HttpResponseMessage[] answers =
        [
            await auth.TrySignInWithAsync(null, "wrong horse battery"),
            await auth.TrySignInWithAsync(Code(enrolled.Secret), "wrong horse battery"),
            await auth.TrySignInAsync("grace@example.com", "wrong horse battery"),
            await auth.TrySignInAsync("nobody@example.com"),
        ];

        var bodies = new HashSet<string>();
        foreach (var answer in answers)
        {
            var problem = await ServiceCompliance.AssertProblemAsync(answer, HttpStatusCode.Unauthorized);
            bodies.Add(
                string.Join('|', problem.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString()))
            );
        }

        Assert.Single(bodies);
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInWithAsync(Code(enrolled.Secret))).StatusCode);
    }

    [Fact]
    public async Task A_code_works_once_and_none_before_it_does_any_more()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        await auth.ForgetStepAsync();
        var (before, now) = (Code(enrolled.Secret, -1), Code(enrolled.Secret));

        await auth.SignInWithAsync(now);

        await AssertRefusedAsync(await auth.TrySignInWithAsync(now), HttpStatusCode.Unauthorized, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(before), HttpStatusCode.Unauthorized, "wrong-code");
        await auth.SignInWithAsync(Code(enrolled.Secret, 1));
    }

    [Fact]
    public async Task Of_many_at_once_with_one_code_one_gets_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        await using var replica = await AuthHost.SharedReplicaAsync(auth);
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        string[] codes = [enrolled.RecoveryCodes[0], enrolled.RecoveryCodes[1], Code(enrolled.Secret, 1)];
        foreach (var code in codes)
        {
            await auth.ExecuteAsync("update mine.users set lockout_end = null, access_failed_count = 0");

            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => (i % 2 == 0 ? auth : replica).TrySignInWithAsync(code)));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        }

        Assert.Equal(4, await auth.QueryAsync<long>("select count(*) from mine.sessions"));
        Assert.Equal(8, await auth.QueryAsync<long>("select count(*) from mine.recovery_codes where used_at is null"));
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_its_user_hears_of_it()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        var code = enrolled.RecoveryCodes[3];

        await auth.SignInWithAsync(code.Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant());

        await AssertRefusedAsync(await auth.TrySignInWithAsync(code), HttpStatusCode.Unauthorized, "wrong-code");
        var email = (await auth.EmailsAsync())[^1];
        Assert.Equal(("recovery-code-used", "9"), (email.Template, email.Data["left"]));
    }

    [Fact]
    public async Task Another_users_recovery_code_is_wrong()
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.EnrolAsync(await auth.BeginAsync());
        await auth.SignUpAsync("grace@example.com");
        var others = await auth.EnrolAsync(await auth.SignInAsync("grace@example.com"));

        await AssertRefusedAsync(await auth.TrySignInWithAsync(others.RecoveryCodes[0]), HttpStatusCode.Unauthorized, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(Code(others.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_asking_for_one_does_not_forgive_them()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        for (var i = 0; i < 5; i++)
        {
            await AssertRefusedAsync(await auth.TrySignInWithAsync(WrongCode(enrolled.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
            await AssertRefusedAsync(await auth.TrySignInWithAsync(null), HttpStatusCode.Unauthorized, "second-factor-required");
        }

        Assert.Equal(5, await auth.QueryAsync<int>("select access_failed_count from mine.users"));
        await auth.ExecuteAsync("update mine.users set access_failed_count = 11");
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));

        await AssertRefusedAsync(await auth.TrySignInWithAsync(Code(enrolled.Secret)), HttpStatusCode.Unauthorized, "wrong-code");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(enrolled.RecoveryCodes[0]), HttpStatusCode.Unauthorized, "wrong-code");
        await auth.ExecuteAsync("update mine.users set lockout_end = now()");
        await auth.SignInWithAsync(enrolled.RecoveryCodes[0]);
    }

    [Fact]
    public async Task Who_resets_the_password_gets_no_more_guesses_and_still_needs_a_code()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());
        await auth.PostAsync("verify-email", new { token = await auth.TokenAsync("verify-email"), password = Accounts.Password });
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });

        var reset = await auth.PostAsync(
            "reset-password",
            new { token = await auth.TokenAsync("reset-password"), newPassword = "battery staple horse" }
        );

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(2, await auth.QueryAsync<int>("select access_failed_count from mine.users"));
        await AssertRefusedAsync(
            await auth.TrySignInWithAsync(null, "battery staple horse"),
            HttpStatusCode.Unauthorized,
            "second-factor-required"
        );
        Assert.Equal(HttpStatusCode.OK, (await auth.TrySignInWithAsync(Code(enrolled.Secret), "battery staple horse")).StatusCode);
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(30, true)]
    [InlineData(-60, false)]
    [InlineData(60, false)]
    public async Task The_clock_of_the_phone_may_be_a_step_away(int seconds, bool isAccepted)
    {
        var clock = FixedClock.Instance;
        await using var auth = await AuthHost.SharedAsync(
            nameof(FixedClock),
            host => host.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)))
        );
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync(), clock);
        await auth.ForgetStepAsync();

        using var response = await auth.TrySignInWithAsync(Authenticators.Code(enrolled.Secret, seconds / 30, clock));

        Assert.Equal(isAccepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_sign_in_that_began_without_a_code_does_not_get_in_once_there_are_two_factors()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        for (var round = 0; round < 5; round++)
        {
            var secret = await auth.AddAuthenticatorAsync(tokens.AccessToken);
            var signIns = Enumerable.Range(0, 4).Select(_ => auth.TrySignInAsync()).ToList();

            using var confirmed = await auth.SendAsync(
                HttpMethod.Post,
                Authenticators.Path + "/confirm",
                tokens.AccessToken,
                new { code = Code(secret) }
            );
            Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
            await Task.WhenAll(signIns);

            Assert.Equal(1, await auth.QueryAsync<long>("select count(*) from mine.sessions where revoked_at is null"));
            await auth.ExecuteAsync("delete from mine.authenticators; delete from mine.recovery_codes");
        }
    }

    [Fact]
    public async Task It_is_all_in_the_audit_log_and_no_code_is()
    {
        await using var auth = await AuthHost.SharedAsync(Quick);
        var user = await auth.SignUpAsync();
        var enrolled = await auth.EnrolAsync(await auth.SignInAsync());
        await auth.TrySignInWithAsync(null);
        await auth.TrySignInWithAsync(WrongCode(enrolled.Secret));
        var tokens = await auth.SignInWithAsync(enrolled.RecoveryCodes[0]);
        await auth.TryStepUpAsync(tokens.AccessToken, WrongCode(enrolled.Secret));
        await auth.TryStepUpAsync(tokens.AccessToken, enrolled.RecoveryCodes[1]);
        await auth.SendAsync(
            HttpMethod.Post,
            Authenticators.Path + "/recovery-codes",
            tokens.AccessToken,
            new { password = Accounts.Password, code = Code(enrolled.Secret) }
        );
        await auth.SendAsync(
            HttpMethod.Delete,
            Authenticators.Path,
            tokens.AccessToken,
            new { password = Accounts.Password, code = Code(enrolled.Secret, 1) }
        );

        var rows = (await auth.AuditAsync()).Skip(2).ToList();

        Assert.Equal(
            [
                "user.two-factor-on",
                "session.code-missing",
                "session.refused",
                "user.recovery-code-used",
                "session.began",
                "user.code-refused",
                "user.recovery-code-used",
                "session.stepped-up",
                "user.recovery-codes-renewed",
                "user.two-factor-off",
            ],
            rows.Select(row => row.Event)
        );
        Assert.All(rows, row => Assert.Equal(user.Id, row.Target));
        Assert.Equal("wrong-code", rows[2].Data.GetProperty("reason").GetString());
        Assert.Equal(
            [9, 8],
            rows.Where(row => row.Event == "user.recovery-code-used").Select(row => row.Data.GetProperty("left").GetInt32())
        );
        var text = JsonSerializer.Serialize(rows.Select(row => row.Data));
        Assert.All(enrolled.RecoveryCodes, code => Assert.DoesNotContain(code, text, StringComparison.Ordinal));
        Assert.DoesNotContain(WrongCode(enrolled.Secret), text, StringComparison.Ordinal);
    }

    /// <summary>Stands still, at the beginning of a step.</summary>
    private sealed class FixedClock : TimeProvider
    {
        public static readonly FixedClock Instance = new();

        private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(System.GetUtcNow().ToUnixTimeSeconds() / 30 * 30);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
