using Capsule.Auth.Accounts;
using Capsule.Auth.Audit;
using Capsule.Auth.Passwords;
using Capsule.Auth.Roles;
using Capsule.Contracts;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Users;

/// <summary>Signs a user up: the row, the event <see cref="UserRegistered"/> and the e-mail that proves the address commit together.</summary>
internal sealed class RegisterUser(
    AuthDbContext database, PasswordHashing passwords, IEventPublisher events, SendToken send, AuditLog audit, TimeProvider clock)
{
    /// <summary>Returns the new user, or null when the e-mail address is taken.</summary>
    public async Task<User?> ExecuteAsync(RegisterUserRequest request, CancellationToken cancellationToken)
    {
        var user = new User { Email = request.Email.Trim(), Name = request.Name.Trim(), SecurityStamp = Guid.NewGuid().ToString() };
        user.PasswordHash = await passwords.HashAsync(user, request.Password, cancellationToken);
        send.AddVerification(user);
        return await AddAsync(user, cancellationToken) ? user : null;
    }

    /// <summary>Adds a user with what goes with one, and what the context has to save beside; false when the e-mail address is taken.</summary>
    public async Task<bool> AddAsync(User user, CancellationToken cancellationToken)
    {
        database.Users.Add(user);
        database.UserRoles.Add(new UserRole { UserId = user.Id, Role = RoleNames.User });
        events.Publish(new UserRegistered(user.Id, user.Email!, user.Name, clock.GetUtcNow()), orderingKey: user.Id.ToString());
        audit.Add(AuditEvents.UserRegistered, user.Id, actor: user.Id);

        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (UserConfiguration.IsTakenEmail(exception.InnerException as PostgresException))
        {
            return false;
        }
    }
}
