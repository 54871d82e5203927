using Capsule.Auth.Cleanup;
using Capsule.Data;
using Npgsql;

namespace Capsule.Auth.Accounts.Closing;

/// <summary>The statement of <c>closed_accounts</c>.</summary>
internal sealed class ClosedAccountTable(AuthDbContext database)
{
    private const int AnonymiseBatch = 500;

    // Relies on ix_closed_accounts_closed_at, pk_users, ix_sessions_user_id_id, ix_api_keys_user_id_id, ix_user_logins_user_id,
    // ix_development_emails_recipient_id and the primary keys of the other tables. Replicas skip each other's rows.
    private static readonly SchemaSql Anonymise = new(
        $$"""
        with due as materialized (
            select closed.user_id as id from {schema}.closed_accounts closed
            join {schema}.users owner on owner.id = closed.user_id and not owner.active
            where closed.anonymised_at is null and closed.closed_at <= current_timestamp - @after
            order by closed.closed_at limit {{AnonymiseBatch}} for update of closed skip locked),
        without_sessions as (delete from {schema}.sessions using due where user_id = due.id),
        without_tokens as (delete from {schema}.account_tokens using due where user_id = due.id),
        without_logins as (delete from {schema}.user_logins using due where user_id = due.id),
        without_keys as (delete from {schema}.api_keys using due where user_id = due.id),
        without_failures as (delete from {schema}.password_failures using due where user_id = due.id),
        without_emails as (
            delete from {schema}.development_emails using due, {schema}.users owner where owner.id = due.id and recipient = owner.email),
        without_preferences as (delete from {schema}.user_preferences using due where user_id = due.id),
        without_codes as (delete from {schema}.recovery_codes using due where user_id = due.id),
        without_authenticators as (delete from {schema}.authenticators using due where user_id = due.id),
        nameless as (
            update {schema}.users owner
            set email = owner.id || '@closed.invalid', email_verified = false, name = 'Closed account', password_hash = null,
                security_stamp = null, time_zone = 'UTC', locale = 'en', active = false, last_sign_in_at = null, last_email_at = null,
                access_failed_count = 0, lockout_end = null
            from due where owner.id = due.id)
        update {schema}.closed_accounts closed set anonymised_at = clock_timestamp() from due where closed.user_id = due.id
        """
    );

    /// <summary>Makes accounts anonymous that were closed long enough ago, and returns how many.</summary>
    public Task<long> AnonymiseAsync(TimeSpan after, CancellationToken cancellationToken) =>
        database.RunInBatchesAsync(Anonymise, AnonymiseBatch, cancellationToken, new NpgsqlParameter("after", after));
}
