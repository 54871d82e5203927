using Capsule.Contracts;
using Capsule.Data;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Users;

/// <summary>Tells other services how an account is after a change, under the account's next version.</summary>
internal sealed class AccountChanges(AuthDbContext database, IEventPublisher events, TimeProvider timeProvider)
{
    // Relies on pk_users and pk_closed_accounts. The row's lock keeps two changes at once from sharing a version.
    private static readonly SchemaSql Advance = new(
        $$"""
        update {schema}.users owner set account_version = account_version + 1 where owner.id = @user_id
        returning owner.account_version as "Version", owner.email::text as "Email",
            case when owner.active then '{{nameof(AccountState.Active)}}'
                when exists (select from {schema}.closed_accounts closed where closed.user_id = owner.id)
                    then '{{nameof(AccountState.Closed)}}'
                else '{{nameof(AccountState.Deactivated)}}' end as "State"
        """
    );

    /// <summary>
    /// Saves what the context has to save, and publishes the account as it is then, in the transaction that the caller has begun.
    /// </summary>
    public async Task SaveAndPublishAsync(Guid userId, CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        var rows = await database
            .Database.SqlQueryRaw<AccountRow>(Advance.In(database), new NpgsqlParameter("user_id", userId))
            .ToListAsync(cancellationToken);
        var account = rows.Single();
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

    /// <summary>What the statement returns.</summary>
    internal sealed record AccountRow(int Version, string Email, string State);
}
