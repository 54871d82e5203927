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
