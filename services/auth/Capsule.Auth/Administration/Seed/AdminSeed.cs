using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Capsule.Auth.Administration.Seed;

/// <summary>Creates the administrator of Development once. An existing account with the address stays unchanged.</summary>
internal sealed class AdminSeed(WorkerContext context, IServiceScopeFactory scopes, IOptions<SeedOptions> options)
    : RecurringWork(context, $"{Email} is not created")
{
    /// <summary>The address.</summary>
    public const string Email = "admin@capsule.local";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override WorkSchedule Schedule { get; } = new(RetryInterval) { Backoff = new(RetryInterval, RetryInterval) };

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminPassword.Length == 0)
        {
            return RunResult.Finished;
        }

        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        if (!await database.Users.AnyAsync(user => user.Email == Email, cancellationToken))
        {
            await TryAddAsync(database, scope.ServiceProvider.GetRequiredService<PasswordHashing>(), cancellationToken);
        }

        return RunResult.Finished;
    }

    private async Task TryAddAsync(AuthDbContext database, PasswordHashing passwords, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync(database, passwords, cancellationToken);
        }
        catch (DbUpdateException exception) when (UserConfiguration.IsTakenEmail(exception.InnerException as PostgresException))
        {
            // Another replica has created it at the same time.
        }
    }

    private async Task AddAsync(AuthDbContext database, PasswordHashing passwords, CancellationToken cancellationToken)
    {
        var admin = new User
        {
            Email = Email,
            Name = "Administrator",
            EmailConfirmed = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        admin.PasswordHash = await passwords.HashAsync(admin, options.Value.AdminPassword, cancellationToken);
        database.Users.Add(admin);
        database.UserRoles.AddRange(
            new UserRole { UserId = admin.Id, Role = RoleNames.User },
            new UserRole { UserId = admin.Id, Role = RoleNames.Admin }
        );
        await database.SaveChangesAsync(cancellationToken);
    }
}
