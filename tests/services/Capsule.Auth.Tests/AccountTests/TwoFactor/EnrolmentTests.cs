using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Testing;
using static Capsule.Auth.Tests.Credentials.TwoFactor.Authenticators;

namespace Capsule.Auth.Tests.AccountTests.TwoFactor;

public sealed class EnrolmentTests
{
    [Fact]
    public async Task Beginning_gives_what_an_app_needs_and_changes_nothing_yet()
    {
        await using var auth = await AuthHost.SharedAsync(("Auth:TwoFactor:Issuer", "Ada & Co"));
        var access = (await auth.BeginAsync()).AccessToken;

        using var response = await auth.SendAsync(HttpMethod.Post, Authenticators.Path, access, new { password = Accounts.Password });

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var setup = (await response.Content.ReadFromJsonAsync<TwoFactorSetupResponse>())!;
        Assert.Equal(32, setup.Secret.Length);
        Assert.Equal(
            $"otpauth://totp/Ada%20%26%20Co:{Uri.EscapeDataString(auth.AddressOf(Accounts.Email))}?secret={setup.Secret}&issuer=Ada%20%26%20Co&algorithm=SHA1&digits=6&period=30",
            setup.Uri
        );
        Assert.StartsWith("<svg", setup.QrCode, StringComparison.Ordinal);
        Assert.False((await StateAsync(auth, access)).On);
        await auth.SignInAsync();
        await AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Post, Authenticators.Path, access, new { password = "wrong horse battery" }),
            HttpStatusCode.Forbidden,
            "wrong-password"
        );
        Assert.Equal(1, await auth.QueryAsync<long>("select count(*) from mine.authenticators where confirmed_at is null"));
    }

    [Fact]
    public async Task A_code_turns_it_on_gives_ten_recovery_codes_and_ends_the_other_sessions()
    {
        await using var auth = await AuthHost.SharedAsync();
        var other = await auth.BeginAsync();
        var tokens = await auth.SignInAsync();
        var secret = await auth.AddAuthenticatorAsync(tokens.AccessToken);
        await AssertRefusedAsync(await ConfirmAsync(auth, tokens.AccessToken, WrongCode(secret)), HttpStatusCode.Forbidden, "wrong-code");
        Assert.Equal(1, await auth.QueryAsync<int>("select access_failed_count from mine.users"));

        using var response = await ConfirmAsync(auth, tokens.AccessToken, Code(secret));

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var codes = (await response.Content.ReadFromJsonAsync<RecoveryCodesResponse>())!.RecoveryCodes;
        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z2-7]{4}(-[a-z2-7]{4}){3}$", code));
        var state = await StateAsync(auth, tokens.AccessToken);
        Assert.Equal((true, 10), (state.On, state.RecoveryCodesLeft));
        Assert.True(DateTimeOffset.UtcNow - state.Since < TimeSpan.FromMinutes(1));
        Assert.Null(await auth.TryRefreshAsync(other.RefreshToken!));
        Assert.NotNull(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Equal("two-factor-on", (await auth.EmailsAsync())[^1].Template);
        await AssertRefusedAsync(
            await auth.SendAsync(HttpMethod.Post, Authenticators.Path, tokens.AccessToken, new { password = Accounts.Password }),
            HttpStatusCode.Conflict,
            "two-factor-on"
        );
        await AssertRefusedAsync(await ConfirmAsync(auth, tokens.AccessToken, Code(secret, 1)), HttpStatusCode.Conflict, "two-factor-on");
    }

    [Fact]
    public async Task Neither_secret_nor_codes_are_in_the_database_in_clear()
    {
        await using var auth = await AuthHost.SharedAsync();
        var enrolled = await auth.EnrolAsync(await auth.BeginAsync());

        // What happened is in the log half a second later.
        await Eventually.TrueAsync(
            async () => await auth.QueryAsync<long>("select count(*) from mine.audit_pending") == 0,
            "the audit log has everything"
        );
        var rows = await auth.QueryAsync<string>(
            """
            select (select string_agg(a::text, ' ') from mine.authenticators a) || (select string_agg(r::text, ' ') from mine.recovery_codes r)
                || coalesce((select string_agg(o.payload::text, ' ') from mine.outbox_messages o), '') || (select string_agg(p::text, ' ') from mine.audit_log p)
            """
        );

        Assert.DoesNotContain(Convert.ToHexString(enrolled.Secret), rows, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Base32.Encode(enrolled.Secret), rows, StringComparison.OrdinalIgnoreCase);
        Assert.All(
            enrolled.RecoveryCodes,
            code =>
            {
                Assert.DoesNotContain(code, rows, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(
                    Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(code)),
                    rows,
                    StringComparison.OrdinalIgnoreCase
                );
            }
        );
    }

    [Fact]
    public async Task Of_confirmations_at_once_one_gets_recovery_codes_and_all_of_them_work()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        var secret = await auth.AddAuthenticatorAsync(access);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConfirmAsync(auth, access, Code(secret))));

        var codes = (
            await Assert.Single(answers, answer => answer.IsSuccessStatusCode).Content.ReadFromJsonAsync<RecoveryCodesResponse>()
        )!.RecoveryCodes;
        Assert.All(answers, answer => Assert.True((int)answer.StatusCode < 500));
        Assert.Equal(10, await auth.QueryAsync<long>("select count(*) from mine.recovery_codes"));
        foreach (var code in codes)
        {
            await auth.SignInWithAsync(code);
        }

        Assert.Single(await auth.TemplatesAsync(), template => template == "two-factor-on");
    }

    [Fact]
    public async Task Beginning_again_makes_the_first_secret_void()
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        await AssertRefusedAsync(await ConfirmAsync(auth, access, "123456"), HttpStatusCode.Conflict, "two-factor-not-begun");
        var first = await auth.AddAuthenticatorAsync(access);
        var second = await auth.AddAuthenticatorAsync(access);

        await AssertRefusedAsync(await ConfirmAsync(auth, access, Code(first)), HttpStatusCode.Forbidden, "wrong-code");
        Assert.True((await ConfirmAsync(auth, access, Code(second))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task New_recovery_codes_take_the_place_of_the_old_ones()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        var enrolled = await auth.EnrolAsync(tokens);
        await AssertRefusedAsync(
            await RenewAsync(auth, tokens.AccessToken, WrongCode(enrolled.Secret)),
            HttpStatusCode.Forbidden,
            "wrong-code"
        );
        await AssertRefusedAsync(
            await RenewAsync(auth, tokens.AccessToken, Code(enrolled.Secret), "wrong horse battery"),
            HttpStatusCode.Forbidden,
            "wrong-password"
        );

        // With a code of the app, and with one of the codes that are replaced; many at once leave ten.
        var answers = await Task.WhenAll(
            enrolled.RecoveryCodes.Take(5).Append(Code(enrolled.Secret)).Select(code => RenewAsync(auth, tokens.AccessToken, code))
        );

        Assert.Contains(answers, answer => answer.IsSuccessStatusCode);
        Assert.All(answers, answer => Assert.True((int)answer.StatusCode < 500));
        Assert.Equal(10, await auth.QueryAsync<long>("select count(*) from mine.recovery_codes where used_at is null"));
        await auth.ExecuteAsync("update mine.users set lockout_end = null, access_failed_count = 0");
        await AssertRefusedAsync(await auth.TrySignInWithAsync(enrolled.RecoveryCodes[9]), HttpStatusCode.Unauthorized, "wrong-code");
        await auth.ForgetStepAsync();
        var last = (
            await (await RenewAsync(auth, tokens.AccessToken, Code(enrolled.Secret))).Content.ReadFromJsonAsync<RecoveryCodesResponse>()
        )!;
        await auth.SignInWithAsync(last.RecoveryCodes[0]);
    }

    [Fact]
    public async Task It_is_turned_off_with_password_and_code_and_then_the_password_is_enough()
    {
        await using var auth = await AuthHost.SharedAsync();
        var tokens = await auth.BeginAsync();
        var enrolled = await auth.EnrolAsync(tokens);
        await AssertRefusedAsync(
            await TurnOffAsync(auth, tokens.AccessToken, WrongCode(enrolled.Secret)),
            HttpStatusCode.Forbidden,
            "wrong-code"
        );
        await ServiceCompliance.AssertProblemAsync(await TurnOffAsync(auth, tokens.AccessToken, null), HttpStatusCode.BadRequest, "code");

        Assert.Equal(HttpStatusCode.NoContent, (await TurnOffAsync(auth, tokens.AccessToken, Code(enrolled.Secret))).StatusCode);

        await auth.SignInAsync();
        Assert.Equal(
            (false, 0),
            ((await StateAsync(auth, tokens.AccessToken)).On, (await StateAsync(auth, tokens.AccessToken)).RecoveryCodesLeft)
        );
        Assert.Equal(
            0,
            await auth.QueryAsync<long>("select (select count(*) from mine.authenticators) + (select count(*) from mine.recovery_codes)")
        );
        Assert.Equal("two-factor-off", (await auth.EmailsAsync())[^1].Template);
        await AssertRefusedAsync(await TurnOffAsync(auth, tokens.AccessToken, "123456"), HttpStatusCode.Conflict, "two-factor-off");
        await auth.EnrolAsync(tokens);
    }

    [Theory]
    [InlineData("""{"code":42}""", "code")]
    [InlineData("""{"code":null}""", "code")]
    [InlineData("{}", "code")]
    [InlineData("""{"code":"12345612345612345612345612345612345612345612345612345612345612345"}""", "code")]
    public async Task Bad_input_is_answered_with_the_name_of_the_field(string body, string field)
    {
        await using var auth = await AuthHost.SharedAsync();
        var access = (await auth.BeginAsync()).AccessToken;
        await auth.AddAuthenticatorAsync(access);

        var response = await auth.SendAsync(
            HttpMethod.Post,
            Authenticators.Path + "/confirm",
            access,
            JsonSerializer.Deserialize<JsonElement>(body)
        );

        await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.BadRequest, field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Cap:sule")]
    public async Task A_name_that_apps_cannot_show_is_refused_at_the_start(string issuer)
    {
        var failure = await AuthHost.RefusedStartAsync(("Auth:TwoFactor:Issuer", issuer));

        Assert.Contains("Auth:TwoFactor:Issuer", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> ConfirmAsync(ServiceHost<Program> auth, string access, string code) =>
        auth.SendAsync(HttpMethod.Post, Authenticators.Path + "/confirm", access, new { code });

    private static Task<HttpResponseMessage> RenewAsync(
        ServiceHost<Program> auth,
        string access,
        string code,
        string password = Accounts.Password
    ) => auth.SendAsync(HttpMethod.Post, Authenticators.Path + "/recovery-codes", access, new { password, code });

    private static Task<HttpResponseMessage> TurnOffAsync(ServiceHost<Program> auth, string access, string? code) =>
        auth.SendAsync(HttpMethod.Delete, Authenticators.Path, access, new { password = Accounts.Password, code });

    private static async Task<TwoFactorResponse> StateAsync(ServiceHost<Program> auth, string access) =>
        (await (await auth.SendAsync(HttpMethod.Get, Authenticators.Path, access)).Content.ReadFromJsonAsync<TwoFactorResponse>())!;
}
