extern alias bundle;

using bundle::Capsule.Auth.Migrations;
using Capsule.Auth.Users;
using Capsule.Migrations;
using Capsule.Testing;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Capsule.Auth.Tests;

public sealed class SeedTests
{
    [Fact]
    public async Task Seeding_again_adds_only_who_is_new_and_everybody_can_sign_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        await MigrationBundle.MigrateAsync<AuthDbContext>(
            database.ConnectionString,
            new MigrationOptions { Service = "auth" },
            typeof(AuthSeed).Assembly
        );
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();

        Assert.Equal(50, await SeedAsync(50));
        var first = await HashAsync();
        Assert.Equal(0, await SeedAsync(50));
        Assert.Equal(first, await HashAsync());
        Assert.Equal(20, await SeedAsync(70));

        await using var password = new NpgsqlCommand("select password_hash from auth.users where email = 'USER7@example.com'", connection);
        var hash = (string)(await password.ExecuteScalarAsync())!;
        Assert.NotEqual(
            PasswordVerificationResult.Failed,
            new PasswordHasher<User>().VerifyHashedPassword(new User { Email = "", Name = "" }, hash, AuthSeed.Password)
        );

        async Task<long> SeedAsync(int users)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var rows = await new AuthSeed().WriteAsync(connection, "auth", new DevelopmentData(users), CancellationToken.None);
            await transaction.CommitAsync();
            return rows;
        }

        async Task<string> HashAsync()
        {
            await using var command = new NpgsqlCommand("select md5(string_agg(u::text, ',' order by id)) from auth.users u", connection);
            return (string)(await command.ExecuteScalarAsync())!;
        }
    }
}
