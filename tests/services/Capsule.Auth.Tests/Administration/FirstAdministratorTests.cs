extern alias bundle;

using System.Net;
using System.Net.Http.Json;
using bundle::Capsule.Auth.Migrations.Administrators;
using Capsule.Auth.Audit;
using Capsule.Auth.Tests.Audit;
using Capsule.Data;
using Capsule.Migrations;
using Capsule.Testing;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Tests.Administration;

/// <summary><c>capsule auth create-admin</c>, as the database's owner, beside a running service.</summary>
public sealed class FirstAdministratorTests
{
    private const string Email = "root@example.com";
    private const string Password = "a password of their own";

    [Fact]
    public async Task The_token_sets_the_password_of_somebody_who_may_administer()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.SignUpAsync();
        var made = await CreateAsync(auth);
        Assert.Equal(HttpStatusCode.Unauthorized, (await auth.TrySignInAsync(Email, Password)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, await SetPasswordAsync(auth, made.Token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SetPasswordAsync(auth, made.Token));

        var tokens = await auth.SignInAsync(Email, Password);
        using var users = await auth.SendAsync(HttpMethod.Get, "/api/users?role=admin", tokens.AccessToken);
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);
        Assert.Contains(Email, await users.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(made.UserId, (await auth.AuditAsync()).Single(row => row.Event == AuditEvents.AdministratorCreated).Target);
        Assert.Equal(
            1L,
            await auth.QueryAsync<long>(
                $"select count(*) from auth.outbox_messages where type like '%UserRegistered' and payload->>'userId' = '{made.UserId}'"
            )
        );
    }

    [Fact]
    public async Task Until_the_password_is_set_the_same_address_gets_another_token_and_the_first_is_void()
    {
        await using var auth = await AuthHost.StartAsync();
        var first = await CreateAsync(auth);

        var other = await Assert.ThrowsAsync<BundleException>(() => CreateAsync(auth, "other@example.com"));
        var again = await CreateAsync(auth, Email.ToUpperInvariant());

        Assert.Contains(Email, other.Message, StringComparison.Ordinal);
        Assert.Equal(first.UserId, again.UserId);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await SetPasswordAsync(auth, first.Token));
        Assert.Equal(HttpStatusCode.NoContent, await SetPasswordAsync(auth, again.Token));
        var refused = await Assert.ThrowsAsync<BundleException>(() => CreateAsync(auth));
        Assert.Equal(BundleExitCode.Findings, refused.ExitCode);
        Assert.Contains("There is an administrator", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_refused()
    {
        await using var database = await AuthHost.DatabaseAsync();

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async number =>
                {
                    try
                    {
                        return await CreateAsync(database, $"root{number}@example.com");
                    }
                    catch (BundleException)
                    {
                        return null;
                    }
                })
        );

        Assert.Single(made, one => one is not null);
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from auth.user_roles where role = 'admin'"));
    }

    [Fact]
    public async Task Nobodys_account_becomes_an_administrators()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.SignUpAsync();

        var refused = await Assert.ThrowsAsync<BundleException>(() => CreateAsync(auth, Accounts.Email));

        Assert.Contains("has an account already", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await auth.QueryAsync<long>("select count(*) from auth.user_roles where role = 'admin'"));
    }

    [Fact]
    public async Task One_who_may_not_sign_in_is_no_administrator()
    {
        await using var auth = await AuthHost.StartAsync();
        Assert.Equal(HttpStatusCode.NoContent, await SetPasswordAsync(auth, (await CreateAsync(auth)).Token));
        await auth.Database.ExecuteAsync("update auth.users set active = false");

        Assert.NotEqual("", (await CreateAsync(auth, "next@example.com")).Token);
    }

    private static Task<CreatedAdministrator> CreateAsync(ServiceHost<Program> auth, string email = Email) =>
        CreateAsync(auth.Database, email);

    private static async Task<CreatedAdministrator> CreateAsync(TestDatabase server, string email)
    {
        var options = new DbContextOptionsBuilder<AuthDbContext>();
        ServiceDbContextOptions.Configure(options, server.ConnectionString, "auth");
        await using var database = new AuthDbContext(options.Options);
        return await new FirstAdministrator(database, "auth", TimeProvider.System).CreateAsync(email, "Root", CancellationToken.None);
    }

    private static async Task<HttpStatusCode> SetPasswordAsync(ServiceHost<Program> auth, string token)
    {
        using var response = await auth.Client.PostAsJsonAsync("/api/users/reset-password", new { token, newPassword = Password });
        return response.StatusCode;
    }
}
