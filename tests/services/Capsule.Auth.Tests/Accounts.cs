using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Auth.Accounts.Registration;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests;

/// <summary>What most tests begin with.</summary>
internal static class Accounts
{
    public const string Email = "ada@example.com";
    public const string Password = "correct horse battery";

    public static async Task<UserResponse> SignUpAsync(this ServiceHost<Program> auth, string email = Email, string password = Password)
    {
        var response = await auth.Client.PostAsJsonAsync(
            "/api/users",
            new
            {
                email = auth.AddressOf(email),
                name = "Ada Lovelace",
                password,
            }
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<UserResponse>())!;
    }

    public static async Task<TokenResponse> SignInAsync(this ServiceHost<Program> auth, string email = Email, string password = Password)
    {
        var response = await auth.TrySignInAsync(email, password);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TokenResponse>())!;
    }

    public static Task<HttpResponseMessage> TrySignInAsync(
        this ServiceHost<Program> auth,
        string email = Email,
        string password = Password
    ) => auth.Client.PostAsJsonAsync("/api/sessions", new { email = auth.AddressOf(email), password });

    /// <summary>Signs somebody up and in.</summary>
    public static async Task<TokenResponse> BeginAsync(this ServiceHost<Program> auth)
    {
        await auth.SignUpAsync();
        return await auth.SignInAsync();
    }

    /// <summary>Sends a request with an access token.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this ServiceHost<Program> auth,
        HttpMethod method,
        string path,
        string? accessToken,
        object? body = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = accessToken is null ? null : new("Bearer", accessToken);
        return await auth.Client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> RefreshAsync(this ServiceHost<Program> auth, string token) =>
        auth.Client.PostAsync("/connect/token", Form(("grant_type", "refresh_token"), ("refresh_token", token)));

    /// <summary>The next tokens; null when there are none because the old one is not valid.</summary>
    public static async Task<TokenResponse?> TryRefreshAsync(this ServiceHost<Program> auth, string token)
    {
        using var response = await auth.RefreshAsync(token);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadFromJsonAsync<TokenResponse>();
        }

        Assert.Equal("invalid_grant", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
        return null;
    }

    /// <summary>How many wrong passwords count, whichever of the test's accounts and source they are of.</summary>
    public static Task<long> WrongPasswordsAsync(this ServiceHost<Program> auth) =>
        auth.QueryAsync<long>("select coalesce(sum(failures), 0) from mine.password_failures where source <> ''");

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] parameters) =>
        new(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
}
