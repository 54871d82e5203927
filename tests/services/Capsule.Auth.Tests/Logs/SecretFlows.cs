using System.Net;
using System.Net.Http.Json;
using System.Text;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Tests.Credentials.TwoFactor;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Logs;

/// <summary>What people do with their passwords, tokens and codes, right and wrong.</summary>
internal sealed class SecretFlows(ServiceHost<Program> auth, KnownSecrets secrets)
{
    private const string NewEmail = "countess@example.com";

    /// <summary>The password of now.</summary>
    public string Password { get; private set; } = secrets.Add("first password", "first: staple battery horse");

    /// <summary>The tokens of now.</summary>
    public TokenResponse Tokens { get; private set; } = null!;

    public async Task SignUpAndInAsync()
    {
        await auth.SignUpAsync(password: Password);
        await auth.PostAsync("verify-email", new { token = secrets.Add("token that nobody made", "a token that nobody made") });
        await auth.PostAsync(
            "verify-email",
            new { token = secrets.Add("token of verify-email", await auth.TokenAsync("verify-email")), password = Password }
        );
        await RefusedAsync(
            HttpStatusCode.Unauthorized,
            "/api/sessions",
            new { email = Accounts.Email, password = secrets.Add("wrong password", "wrong: staple battery horse") }
        );
        await RefusedAsync(HttpStatusCode.Unauthorized, "/api/sessions", new { email = Password, password = Password });
        await SignInAsync();
    }

    public async Task SignInAsync(string? code = null)
    {
        using var response = await auth.Client.PostAsJsonAsync(
            "/api/sessions",
            new
            {
                email = Accounts.Email,
                password = Password,
                code,
            }
        );
        Keep(await Apps.ReadAsync<TokenResponse>(response));
    }

    /// <summary>A refresh, the token before once more, and a descendant of what was used twice.</summary>
    public async Task RefreshAsync()
    {
        var first = Tokens.RefreshToken!;
        Keep((await auth.TryRefreshAsync(first))!);
        Keep((await auth.TryRefreshAsync(Tokens.RefreshToken!))!);
        Assert.Null(await auth.TryRefreshAsync(first));
        await SignInAsync();
    }

    public async Task ForgetAndResetAsync()
    {
        await auth.LetTimePassAsync();
        await auth.PostAsync("forgot-password", new { email = Accounts.Email });
        var token = secrets.Add("token of reset-password", await auth.TokenAsync("reset-password"));
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            "/api/users/reset-password",
            new { token, newPassword = secrets.Add("password that is too long", new string('x', 300) + " too long") }
        );
        Password = secrets.Add("second password", "second: staple battery horse");
        (await auth.PostAsync("reset-password", new { token, newPassword = Password })).EnsureSuccessStatusCode();
        await SignInAsync();
    }

    public async Task ChangePasswordAsync()
    {
        var next = secrets.Add("third password", "third: staple battery horse");
        foreach (var currentPassword in new[] { secrets.Add("wrong password of now", "not: staple battery horse"), Password })
        {
            using var response = await auth.SendAsync(
                HttpMethod.Put,
                "/api/users/me/password",
                Tokens.AccessToken,
                new { currentPassword, newPassword = next }
            );
            Assert.Equal(currentPassword == Password, response.IsSuccessStatusCode);
        }

        Password = next;
        using var stepUp = await auth.SendAsync(
            HttpMethod.Post,
            "/api/sessions/current/step-up",
            Tokens.AccessToken,
            new { password = Password }
        );
        secrets.Add("access token of step-up", (await Apps.ReadAsync<TokenResponse>(stepUp)).AccessToken);
        await RefusedAsync(HttpStatusCode.Forbidden, "/api/sessions/current/step-up", new { password = "not: staple battery horse" });
    }

    /// <summary>Both addresses confirm; then it is changed back.</summary>
    public async Task ChangeEmailAsync()
    {
        foreach (var (before, after) in new[] { (Accounts.Email, NewEmail), (NewEmail, Accounts.Email) })
        {
            await auth.LetTimePassAsync();
            (
                await auth.SendAsync(
                    HttpMethod.Post,
                    "/api/users/me/email",
                    Tokens.AccessToken,
                    new { newEmail = after, password = Password }
                )
            ).EnsureSuccessStatusCode();
            await auth.PostAsync(
                "confirm-email-change",
                new { token = secrets.Add("token for the old address", await auth.TokenAsync("change-email-old", before)) }
            );
            await auth.PostAsync(
                "confirm-email-change",
                new
                {
                    token = secrets.Add("token for the new address", await auth.TokenAsync("change-email-new", after)),
                    password = Password,
                }
            );
        }
    }

    public async Task TwoFactorsAsync()
    {
        using var begun = await auth.SendAsync(HttpMethod.Post, Authenticators.Path, Tokens.AccessToken, new { password = Password });
        var setup = await Apps.ReadAsync<TwoFactorSetupResponse>(begun);
        secrets.Add("address of the second factor", setup.Uri);
        var secret = Authenticators.Decode(secrets.Add("secret of the second factor", setup.Secret));
        await RefusedAsync(HttpStatusCode.Forbidden, Authenticators.Path + "/confirm", new { code = "12345x-wrong" });
        using var confirmed = await auth.SendAsync(
            HttpMethod.Post,
            Authenticators.Path + "/confirm",
            Tokens.AccessToken,
            new { code = Code(secret) }
        );
        var codes = Keep((await Apps.ReadAsync<RecoveryCodesResponse>(confirmed)).RecoveryCodes);

        await RefusedAsync(HttpStatusCode.Unauthorized, "/api/sessions", new { email = Accounts.Email, password = Password });
        await RefusedAsync(
            HttpStatusCode.Unauthorized,
            "/api/sessions",
            new
            {
                email = Accounts.Email,
                password = Password,
                code = secrets.Add("wrong recovery code", "aaaa-bbbb-cccc-dddd"),
            }
        );
        await auth.Database.ExecuteAsync("update auth.users set access_failed_count = 0, lockout_end = null");
        await SignInAsync(codes[0]);
        using var renewed = await auth.SendAsync(
            HttpMethod.Post,
            Authenticators.Path + "/recovery-codes",
            Tokens.AccessToken,
            new { password = Password, code = codes[1] }
        );
        codes = Keep((await Apps.ReadAsync<RecoveryCodesResponse>(renewed)).RecoveryCodes);
        (
            await auth.SendAsync(HttpMethod.Delete, Authenticators.Path, Tokens.AccessToken, new { password = Password, code = codes[0] })
        ).EnsureSuccessStatusCode();
    }

    /// <summary>Bodies that end too early, and secrets where they do not belong.</summary>
    public async Task SendNonsenseAsync()
    {
        foreach (
            var body in new[]
            {
                $$"""{"email":"ada@example.com","password":"{{Password}}""",
                $$"""{"email":"ada@example.com","password":["{{Password}}"]}""",
                $$"""{"email":{"password":"{{Password}}"} }""",
                $$"""{"email":"ada@example.com","{{Password}}":1,"password":null}""",
            }
        )
        {
            using var response = await auth.Client.PostAsync("/api/sessions", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        foreach (var broken in new[] { Tokens.AccessToken[..^3] + "abc", $"{Tokens.AccessToken}.{Tokens.AccessToken}", Password })
        {
            using var response = await auth.SendAsync(HttpMethod.Get, "/api/users/me", secrets.Add("broken access token", broken));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    // Six digits may be part of any number: no secret to look for.
    private static string Code(byte[] secret) => Authenticators.Code(secret);

    private void Keep(TokenResponse tokens)
    {
        Tokens = tokens;
        secrets.Add("access token", tokens.AccessToken);
        secrets.Add("refresh token", tokens.RefreshToken);
    }

    private string[] Keep(IReadOnlyList<string> codes) => [.. codes.Select(code => secrets.Add("recovery code", code))];

    private async Task RefusedAsync(HttpStatusCode status, string path, object body)
    {
        using var response = await auth.SendAsync(HttpMethod.Post, path, Tokens?.AccessToken, body);
        Assert.True(response.StatusCode == status, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
