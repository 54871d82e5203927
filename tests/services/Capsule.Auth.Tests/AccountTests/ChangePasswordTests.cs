using System.Net;
using System.Net.Http.Json;
using Capsule.Auth.Tests.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Auth.Tests.AccountTests;

public sealed class ChangePasswordTests
{
    private const string NewPassword = "battery staple horse";

    [Fact]
    public async Task The_new_password_counts_and_other_sessions_end()
    {
        await using var auth = await AuthHost.SharedAsync();
        var other = await auth.BeginAsync();
        var own = await auth.SignInAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync(auth, own.AccessToken, Accounts.Password, NewPassword)).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync()).StatusCode);
        Assert.Null(await auth.TryRefreshAsync(other.RefreshToken!));
        Assert.NotNull(await auth.TryRefreshAsync(own.RefreshToken!));
        await auth.SignInAsync(password: NewPassword);
        Assert.Equal(
            "password-changed",
            await auth.QueryAsync<string>("select revoked_because from mine.sessions where revoked_at is not null")
        );
    }

    [Fact]
    public async Task The_wrong_password_changes_nothing_and_counts_as_a_failed_sign_in()
    {
        await using var auth = await AuthHost.SharedAsync();
        var token = (await auth.BeginAsync()).AccessToken;

        var problem = await ServiceCompliance.AssertProblemAsync(
            await ChangeAsync(auth, token, "wrong horse battery", NewPassword),
            HttpStatusCode.Forbidden
        );

        Assert.Equal("urn:capsule:problem:wrong-password", problem.GetProperty("type").GetString());
        Assert.Equal(1, await auth.WrongPasswordsAsync());
        await auth.SignInAsync();
        await ServiceCompliance.AssertProblemAsync(
            await ChangeAsync(auth, token, Accounts.Password, "short"),
            HttpStatusCode.BadRequest,
            "newPassword"
        );
    }

    [Theory]
    [InlineData(true, HttpStatusCode.NoContent)]
    [InlineData(false, HttpStatusCode.Forbidden)]
    public async Task It_is_changed_while_other_sessions_are_ended_unless_its_own_is_among_them(bool byItself, HttpStatusCode expected)
    {
        using var hasher = new GatedHasher();
        hasher.Open();
        await using var auth = await AuthHost.StartAsync(host =>
            host.ConfigureTestServices(services => services.AddSingleton<IPasswordHasher<User>>(hasher))
        );
        var other = await auth.BeginAsync();
        var own = await auth.SignInAsync();
        hasher.Close();
        var change = ChangeAsync(auth, own.AccessToken, Accounts.Password, NewPassword);
        await Eventually.TrueAsync(() => hasher.Waiting > 0, "the password is being checked");

        using var ended = await auth.SendAsync(HttpMethod.Delete, "/api/sessions", (byItself ? own : other).AccessToken);
        hasher.Open();

        Assert.True(ended.IsSuccessStatusCode);
        Assert.Equal(expected, (await change).StatusCode);
    }

    private static async Task<HttpResponseMessage> ChangeAsync(
        ServiceHost<Program> auth,
        string token,
        string currentPassword,
        string newPassword
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/users/me/password")
        {
            Content = JsonContent.Create(new { currentPassword, newPassword }),
        };
        request.Headers.Authorization = new("Bearer", token);
        return await auth.Client.SendAsync(request);
    }
}
