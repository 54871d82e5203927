using System.Net.Http.Headers;
using Capsule.Auth.Tests.Administration;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing.Sweep;
using Npgsql;

namespace Capsule.Auth.Tests.BadInput;

public sealed class BadInputTests
{
    [Fact]
    public async Task Whatever_is_wrong_is_refused_by_name()
    {
        await using var auth = await AuthHost.StartListeningAsync([
            ("Auth:ApiKeys:MaxPerUser", "100000"),
            ("Auth:Tokens:Lifetime", "01:00:00"),
            .. ProviderHosts.Secrets("github"),
        ]);
        var admin = (await auth.SignInAsAdministratorAsync()).AccessToken;
        var user = await auth.SignUpAsync("user@example.com");
        var app = await auth.AppClientAsync(admin);
        var batch = await auth.ServiceClientAsync(admin, "deployments:read");
        var rotated = await auth.ServiceClientAsync(admin, "deployments:read");
        auth.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
        await using var database = NpgsqlDataSource.Create(auth.Database.ConnectionString);

        await BadInputSweep.RunAsync(auth, "auth", BadInputRules.Of(await RestoreAsync(database), user.Id, app, batch, rotated));
    }

    private static async Task<Func<Task>> RestoreAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand($"select password_hash from auth.users where email = '{Administrators.Email}'");
        var hash = (string)(await command.ExecuteScalarAsync())!;
        return async () =>
        {
            await using var restore = database.CreateCommand(
                $"""
                update auth.users set email = 'was-' || id || '@example.com' where email = '{BadInputRules.NewAddress}';
                update auth.users set password_hash = '{hash}', access_failed_count = 0, lockout_end = null, last_email_at = last_email_at - interval '61 seconds'
                 where email = '{Administrators.Email}';
                update auth.account_tokens set issued_at = issued_at - interval '61 seconds';
                delete from auth.authenticators;
                delete from auth.password_failures;
                """
            );
            await restore.ExecuteNonQueryAsync();
        };
    }
}
