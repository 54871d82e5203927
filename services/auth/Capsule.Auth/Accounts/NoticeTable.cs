using Capsule.Auth.Emails;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Accounts;

/// <summary>The statement that decides whether an account may be sent another notice.</summary>
internal sealed class NoticeTable(AuthDbContext database)
{
    // Relies on ix_users_email.
    private static readonly SchemaSql Take = new(
        """
        update {schema}.users set last_email_at = clock_timestamp()
        where email = @email::citext and active and (last_email_at is null or last_email_at <= clock_timestamp() - @interval)
        returning id as "Id", email::text as "Email", name as "Name", locale as "Locale"
        """
    );

    /// <summary>
    /// Returns the active user who has an address and records that a notice goes out; null when there is no such user, or the last notice
    /// went out within the interval.
    /// </summary>
    public async Task<Recipient?> TakeAsync(string address, TimeSpan interval, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<Recipient>(
                    Take.In(database),
                    new NpgsqlParameter("email", address),
                    new NpgsqlParameter("interval", interval)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
}
