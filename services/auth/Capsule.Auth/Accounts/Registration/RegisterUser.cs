using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Emails;
using Capsule.Auth.Users;
using Capsule.Auth.Users.Roles;
using Capsule.Contracts;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Accounts.Registration;

/// <summary>
/// Registers a user. The row, the event <see cref="UserRegistered"/> and the e-mail that verifies the address commit together.
/// </summary>
internal sealed class RegisterUser(
    AuthDbContext database,
    PasswordHashing passwords,
    IEventPublisher events,
    SendToken send,
    SendNotice notice,
    AuditLog audit,
    TimeProvider clock
)
{
    // PostgreSQL keeps microseconds; an answer for a taken address must not differ by having more digits.
    private const long TicksOfMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>Returns the user with the hashed password. Call it before any transaction.</summary>
    public async Task<User> PrepareAsync(RegisterUserRequest request, CancellationToken cancellationToken)
    {
        var user = new User
        {
            Email = request.Email.Trim(),
            Name = request.Name.Trim(),
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        user.PasswordHash = await passwords.HashAsync(user, request.Password, cancellationToken);
        return user;
    }

    /// <summary>
    /// Adds the user. When the address is taken, the answer is the same and the account's owner gets a notice, so that only a reader of the
    /// address's e-mails learns that the account exists (decision 031).
    /// </summary>
    public async Task<UserResponse> ExecuteAsync(User user, CancellationToken cancellationToken)
    {
        send.AddVerification(user);
        if (await AddAsync(user, cancellationToken))
        {
            return UserResponse.From(user);
        }

        database.ChangeTracker.Clear();
        await notice.SendAsync(EmailTemplates.AlreadyRegistered, user.Email!, cancellationToken);
        var now = clock.GetUtcNow();
        return new UserResponse(user.Id, user.Email!, user.Name, now.AddTicks(-(now.Ticks % TicksOfMicrosecond)));
    }

    /// <summary>
    /// Adds a user with role, event and audit event, and saves the context's other changes; false when the e-mail address is taken.
    /// </summary>
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
