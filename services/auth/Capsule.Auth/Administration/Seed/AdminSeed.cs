using System.Diagnostics;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Capsule.Auth.Administration.Seed;

/// <summary>Makes the administrator that development begins with, once; who is there already stays as they are.</summary>
internal sealed class AdminSeed(IServiceScopeFactory scopes, TimeProvider time, IOptions<SeedOptions> options, ILogger<AdminSeed> logger) : BackgroundService
{
    /// <summary>The address.</summary>
    public const string Email = "admin@capsule.local";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled: nobody's request.
        using var quiet = new Activity("administrator's seed").Start();
        while (options.Value.AdminPassword.Length > 0 && !await TryAsync(stoppingToken))
        {
            await Task.Delay(RetryInterval, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
            if (!await database.Users.AnyAsync(user => user.Email == Email, cancellation))
            {
                await AddAsync(database, scope.ServiceProvider.GetRequiredService<PasswordHashing>(), cancellation);
            }

            return true;
        }
        catch (DbUpdateException exception) when (UserConfiguration.IsTakenEmail(exception.InnerException as PostgresException))
        {
            return true; // Another replica was quicker.
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            logger.LogWarning("{Email} could not be made, and will be later: {Reason}", Email, exception.GetBaseException().Message);
            return false;
        }
    }

    private async Task AddAsync(AuthDbContext database, PasswordHashing passwords, CancellationToken cancellation)
    {
        var admin = new User { Email = Email, Name = "Administrator", EmailConfirmed = true, SecurityStamp = Guid.NewGuid().ToString() };
        admin.PasswordHash = await passwords.HashAsync(admin, options.Value.AdminPassword, cancellation);
        database.Users.Add(admin);
        database.UserRoles.AddRange(
            new UserRole { UserId = admin.Id, Role = RoleNames.User }, new UserRole { UserId = admin.Id, Role = RoleNames.Admin });
        await database.SaveChangesAsync(cancellation);
    }
}
