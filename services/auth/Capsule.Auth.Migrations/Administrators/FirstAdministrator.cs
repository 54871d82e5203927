using System.Text.Json;
using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Audit;
using Capsule.Auth.Secrets;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Contracts;
using Capsule.Data;
using Capsule.Messaging;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Migrations.Administrators;

/// <summary>Creates the first administrator, or another token for a first administrator who has not set a password yet.</summary>
public sealed class FirstAdministrator(AuthDbContext database, string schema, TimeProvider timeProvider)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // The second of two commands waits, and sees the administrator of the first.
    private static readonly SchemaSql Lock = new("lock table {schema}.user_roles in share row exclusive mode");

    /// <summary>Returns the token with which the administrator sets a password.</summary>
    /// <exception cref="BundleException">There is an administrator, or an account has the address.</exception>
    public async Task<CreatedAdministrator> CreateAsync(string email, string name, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlRawAsync(Lock.In(database), cancellationToken);
        var user = await FindWaitingAsync(email, cancellationToken) ?? await AddAsync(email, name, cancellationToken);
        var token = OneTimeSecret.Make();
        var now = timeProvider.GetUtcNow();
        await database
            .AccountTokens.Where(known => known.UserId == user.Id && known.Purpose == TokenPurpose.ResetPassword)
            .ExecuteDeleteAsync(cancellationToken);
        database.AccountTokens.Add(
            new AccountToken
            {
                UserId = user.Id,
                Purpose = TokenPurpose.ResetPassword,
                Email = user.Email!,
                TokenHash = token.Hash,
                IssuedAt = now,
                ExpiresAt = now + Lifetime,
            }
        );
        database
            .Set<PendingAuditEvent>()
            .Add(
                new PendingAuditEvent
                {
                    Event = AuditEvents.AdministratorCreated,
                    TargetId = user.Id,
                    Data = JsonSerializer.SerializeToElement(new { }),
                }
            );
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CreatedAdministrator(user.Id, token.Text, now + Lifetime);
    }

    // Relies on ix_user_roles_role_user_id. An inactive administrator does not count, because no other administrator could activate it.
    private async Task<User?> FindWaitingAsync(string email, CancellationToken cancellationToken)
    {
        var administrators = database.Users.Where(user =>
            user.Active && database.UserRoles.Any(role => role.UserId == user.Id && role.Role == RoleNames.Admin)
        );
        var waiting = administrators.Where(user => user.PasswordHash == null && !database.UserLogins.Any(login => login.UserId == user.Id));
        var one = await administrators
            .Except(waiting)
            .OrderBy(user => user.Id)
            .Select(user => user.Email)
            .FirstOrDefaultAsync(cancellationToken);
        if (one is not null)
        {
            throw new BundleException(
                BundleExitCode.Findings,
                $"There is an administrator: {one}. Administrators make others (PUT /api/users/ID/roles)."
            );
        }

        var found = await waiting.AsNoTracking().OrderBy(user => user.Id).FirstOrDefaultAsync(cancellationToken);
        return found is null || string.Equals(found.Email, email, StringComparison.OrdinalIgnoreCase)
            ? found
            : throw new BundleException(
                BundleExitCode.Findings,
                $"{found.Email} was created and has not set a password yet: with --email {found.Email} they get another token."
            );
    }

    private async Task<User> AddAsync(string email, string name, CancellationToken cancellationToken)
    {
        // An existing account is refused, because whoever has its password, sessions or keys would be an administrator.
        if (await database.Users.AnyAsync(user => user.Email == email, cancellationToken))
        {
            throw new BundleException(BundleExitCode.Findings, $"{email} has an account already: take an address that has none.");
        }

        var user = new User
        {
            Email = email,
            Name = name,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        database.Users.Add(user);
        database.UserRoles.AddRange(
            new UserRole { UserId = user.Id, Role = RoleNames.User },
            new UserRole { UserId = user.Id, Role = RoleNames.Admin }
        );
        await database.Database.ExecuteSqlRawAsync(
            OutboxSql
                .InsertIfThere(schema, new UserRegistered(user.Id, email, name, timeProvider.GetUtcNow()))
                .Replace("{", "{{", StringComparison.Ordinal)
                .Replace("}", "}}", StringComparison.Ordinal),
            cancellationToken
        );
        return user;
    }
}

/// <summary>An administrator who has to set a password.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Token">The token for <c>POST /api/users/reset-password</c>, which works once.</param>
/// <param name="ExpiresAt">When the token expires (UTC).</param>
public sealed record CreatedAdministrator(Guid UserId, string Token, DateTimeOffset ExpiresAt);
