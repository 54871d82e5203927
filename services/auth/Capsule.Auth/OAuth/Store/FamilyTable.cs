using Capsule.Auth.Cleanup;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Store;

/// <summary>
/// The statements of <c>oauth_authorizations</c>, in which a row is a family of client tokens or a consent. A trigger records when a family
/// ends, and RevocationAnnouncer tells the services.
/// </summary>
internal sealed class FamilyTable(AuthDbContext database) : IUserGrants
{
    private const int DeleteBatch = 1000;

    // Relies on ix_oauth_authorizations_subject. Consents end too, because a new owner of the account must not be bound by earlier ones.
    private static readonly SchemaSql OfUser = new(
        $$"""
        update {schema}.oauth_authorizations set status = '{{Statuses.Revoked}}'
        where subject = @subject and status = '{{Statuses.Valid}}'
        """
    );

    // Relies on ix_oauth_authorizations_application_id_status_subject_type.
    private static readonly SchemaSql OfClient = new(
        $$"""
        update {schema}.oauth_authorizations set status = '{{Statuses.Revoked}}'
        where application_id = @client_id and status = '{{Statuses.Valid}}' and type = '{{AuthorizationTypes.AdHoc}}'
        """
    );

    // Relies on pk_oauth_authorizations.
    private static readonly SchemaSql One = new(
        $$"""
        update {schema}.oauth_authorizations set status = '{{Statuses.Revoked}}'
        where id = @id and status = '{{Statuses.Valid}}'
        """
    );

    // Relies on pk_oauth_authorizations. The lock serialises the exchanges of one family.
    private static readonly SchemaSql Locked = new(
        """
        select status as "Value" from {schema}.oauth_authorizations where id = @id for update
        """
    );

    // Relies on pk_oauth_authorizations and ix_oauth_authorizations_application_id_status_subject_type.
    private static readonly SchemaSql WithConsent = new(
        $$"""
        update {schema}.oauth_authorizations grants set status = '{{Statuses.Revoked}}'
        from {schema}.oauth_authorizations family
        where family.id = @id and family.subject = @subject and family.status = '{{Statuses.Valid}}'
            and family.type = '{{AuthorizationTypes.AdHoc}}' and grants.status = '{{Statuses.Valid}}' and grants.subject = family.subject
            and (grants.id = family.id
                or (grants.application_id = family.application_id and grants.type = '{{AuthorizationTypes.Permanent}}'))
        """
    );

    // Relies on pk_oauth_authorizations and pk_users.
    private static readonly SchemaSql Alive = new(
        $$"""
        select exists (
            select 1 from {schema}.oauth_authorizations family join {schema}.users owner on owner.id = family.subject::uuid
            where family.id = @id and family.status = '{{Statuses.Valid}}' and owner.active) as "Value"
        """
    );

    // Relies on ix_oauth_tokens_expiration_date, and therefore on current_timestamp: PostgreSQL uses no index for a comparison with
    // clock_timestamp().
    private static readonly SchemaSql DeleteTokens = new(
        $$"""
        delete from {schema}.oauth_tokens where ctid = any(array(
            select ctid from {schema}.oauth_tokens where expiration_date < current_timestamp - interval '1 day'
            order by expiration_date limit {{DeleteBatch}} for update skip locked))
        """
    );

    // Relies on pk_oauth_authorizations, whose values follow time, and ix_oauth_tokens_authorization_id. A consent stays until it is
    // revoked. An ended family stays for a day, in which its access tokens expire and services hear of its end.
    private static readonly SchemaSql DeleteFamilies = new(
        $$"""
        delete from {schema}.oauth_authorizations where ctid = any(array(
            select ctid from {schema}.oauth_authorizations family
            where family.created_at < current_timestamp - interval '1 day'
                and (family.revoked_at < current_timestamp - interval '1 day'
                    or (family.type = '{{AuthorizationTypes.AdHoc}}' and family.revoked_at is null))
                and not exists (select 1 from {schema}.oauth_tokens token where token.authorization_id = family.id)
            order by family.id limit {{DeleteBatch}} for update skip locked))
        """
    );

    /// <summary>Whether a family has not ended and its user may sign in.</summary>
    public async Task<bool> IsAliveAsync(Guid family, CancellationToken cancellationToken) =>
        (
            await database.Database.SqlQueryRaw<bool>(Alive.In(database), new NpgsqlParameter("id", family)).ToListAsync(cancellationToken)
        ).Single();

    /// <summary>Ends one family. Returns false when it had ended.</summary>
    public async Task<bool> EndAsync(Guid family, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(One.In(database), [new NpgsqlParameter("id", family)], cancellationToken) > 0;

    /// <summary>Ends all families of a user, with the consents, and returns how many.</summary>
    public Task<int> EndOfUserAsync(Guid user, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(OfUser.In(database), [new NpgsqlParameter("subject", user.ToString())], cancellationToken);

    /// <summary>Ends a family of a user together with the consent that it came from. Returns false when it had ended.</summary>
    public async Task<bool> EndOfUserAsync(Guid user, Guid family, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            WithConsent.In(database),
            [new NpgsqlParameter("id", family), new NpgsqlParameter("subject", user.ToString())],
            cancellationToken
        ) > 0;

    /// <summary>Ends all families of a client, and returns how many.</summary>
    public Task<int> EndOfClientAsync(Guid client, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(OfClient.In(database), [new NpgsqlParameter("client_id", client)], cancellationToken);

    /// <summary>Locks a family until the transaction ends; returns whether it is alive.</summary>
    public async Task<bool> LockAsync(Guid family, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<string>(Locked.In(database), new NpgsqlParameter("id", family))
                .ToListAsync(cancellationToken)
        ).SingleOrDefault() == Statuses.Valid;

    /// <summary>Deletes codes and refresh tokens a day after they expired, and then families that ended or have no token left.</summary>
    public async Task<long> DeleteExpiredAsync(CancellationToken cancellationToken) =>
        await database.RunInBatchesAsync(DeleteTokens, DeleteBatch, cancellationToken)
        + await database.RunInBatchesAsync(DeleteFamilies, DeleteBatch, cancellationToken);
}
