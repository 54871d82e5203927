using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Accounts.TwoFactor;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Credentials.TwoFactor;

/// <summary>A user's app, and what tests do with it.</summary>
internal static class Authenticators
{
    public const string Path = "/api/users/me/two-factor";

    /// <summary>Begins, and returns the secret as the app has it.</summary>
    public static async Task<byte[]> AddAuthenticatorAsync(this ServiceHost<Program> auth, string access)
    {
        using var response = await auth.SendAsync(HttpMethod.Post, Path, access, new { password = Accounts.Password });
        response.EnsureSuccessStatusCode();
        return Decode((await response.Content.ReadFromJsonAsync<TwoFactorSetupResponse>())!.Secret);
    }

    /// <summary>Turns two factors on; as if a step ago, so that the present code has not been used.</summary>
    public static async Task<Enrolled> EnrolAsync(this ServiceHost<Program> auth, TokenResponse tokens, TimeProvider? time = null)
    {
        var secret = await auth.AddAuthenticatorAsync(tokens.AccessToken);
        using var response = await auth.SendAsync(
            HttpMethod.Post,
            Path + "/confirm",
            tokens.AccessToken,
            new { code = Code(secret, time: time) }
        );
        response.EnsureSuccessStatusCode();
        await auth.ExecuteAsync("update mine.authenticators set last_step = last_step - 1");
        return new Enrolled(secret, [.. (await response.Content.ReadFromJsonAsync<RecoveryCodesResponse>())!.RecoveryCodes]);
    }

    /// <summary>What the app shows, so many steps from now.</summary>
    public static string Code(byte[] secret, int steps = 0, TimeProvider? time = null) =>
        Totp.CodeOf(secret, Totp.StepAt((time ?? TimeProvider.System).GetUtcNow()) + steps);

    /// <summary>A code that is never right.</summary>
    public static string WrongCode(byte[] secret) =>
        Enumerable
            .Range(0, 10)
            .Select(digit => new string((char)('0' + digit), Totp.Digits))
            .First(code => Enumerable.Range(-3, 7).All(steps => Code(secret, steps) != code));

    /// <summary>As if codes had been used long ago only.</summary>
    public static Task ForgetStepAsync(this ServiceHost<Program> auth) => auth.ExecuteAsync("update mine.authenticators set last_step = 0");

    public static Task<HttpResponseMessage> TrySignInWithAsync(
        this ServiceHost<Program> auth,
        string? code,
        string password = Accounts.Password
    ) =>
        auth.Client.PostAsJsonAsync(
            "/api/sessions",
            new
            {
                email = auth.AddressOf(Accounts.Email),
                password,
                code,
            }
        );

    public static async Task<TokenResponse> SignInWithAsync(this ServiceHost<Program> auth, string code)
    {
        using var response = await auth.TrySignInWithAsync(code);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenResponse>())!;
    }

    public static Task<HttpResponseMessage> TryStepUpAsync(
        this ServiceHost<Program> auth,
        string access,
        string? code = null,
        string password = Accounts.Password
    ) => auth.SendAsync(HttpMethod.Post, "/api/sessions/current/step-up", access, new { password, code });

    /// <summary>Asserts that a request is refused this way.</summary>
    public static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string type) =>
        Assert.Equal(
            $"urn:capsule:problem:{type}",
            (await ServiceCompliance.AssertProblemAsync(response, status)).GetProperty("type").GetString()
        );

    /// <summary>A secret, of whole bytes as they are.</summary>
    public static byte[] Decode(string base32)
    {
        var bits = string.Concat(
            base32.Select(letter =>
                Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')
            )
        );
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }
}

/// <summary>What a user has who turned two factors on.</summary>
internal sealed record Enrolled(byte[] Secret, string[] RecoveryCodes);
