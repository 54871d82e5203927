using Capsule.Contracts;
using Capsule.Messaging;

namespace Capsule.Auth.Users;

/// <summary>Publishes the state of an account after a change, with the account's next version.</summary>
internal sealed class AccountChanges(AuthDbContext database, UserTable users, IEventPublisher events, TimeProvider timeProvider)
{
    /// <summary>
    /// Saves the context's changes and publishes the account as it is then, in the caller's transaction.
    /// </summary>
    public async Task SaveAndPublishAsync(Guid userId, CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        var account = await users.AdvanceVersionAsync(userId, cancellationToken);
        events.Publish(
            new AccountStateChanged(
                userId,
                account.Version,
                Enum.Parse<AccountState>(account.State),
                account.Email,
                timeProvider.GetUtcNow()
            ),
            orderingKey: userId.ToString()
        );
        await database.SaveChangesAsync(cancellationToken);
    }
}
