using Capsule.Auth.Sessions.Revocation;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Store;

/// <summary>Ends families of client tokens. A trigger records the time, and RevocationAnnouncer tells the services.</summary>
internal sealed class Families(AuthDbContext database) : IUserGrants
{
    // Relies on ix_oauth_authorizations_subject. Consents end too, because a new owner of the account must not be bound by earlier ones.
    private static readonly SchemaSql OfUser = new(
        $$"""
        update {schema}.oauth_authorizations set status = '{{Statuses.Revoked}}' where subject = {0} and status = '{{Statuses.Valid}}'
        """
    );

    // Relies on ix_oauth_authorizations_application_id_status_subject_type.
    private static readonly SchemaSql OfClient = new(
        $$"""
        update {schema}.oauth_authorizations set status = '{{Statuses.Revoked}}'
        where application_id = {0} and status = '{{Statuses.Valid}}' and type = '{{AuthorizationTypes.AdHoc}}'
        """
    );

    // Relies on pk_oauth_authorizations.
    private static readonly SchemaSql One = new(
        $$"""
        update {schema}.oauth_authorizations set status = '{{Statuses.Revoked}}' where id = {0} and status = '{{Statuses.Valid}}'
        """
    );

    // Relies on pk_oauth_authorizations. The lock serialises the exchanges of one family.
    private static readonly SchemaSql Locked = new(
        "select status as \"Value\" from {schema}.oauth_authorizations where id = {0} for update"
    );

    // Relies on pk_oauth_authorizations and ix_oauth_authorizations_application_id_status_subject_type.
    private static readonly SchemaSql WithConsent = new(
        $$"""
        update {schema}.oauth_authorizations grants set status = '{{Statuses.Revoked}}'
        from {schema}.oauth_authorizations family
        where family.id = {0} and family.subject = {1} and family.status = '{{Statuses.Valid}}' and family.type = '{{AuthorizationTypes.AdHoc}}'
            and grants.status = '{{Statuses.Valid}}' and grants.subject = family.subject
            and (grants.id = family.id or (grants.application_id = family.application_id and grants.type = '{{AuthorizationTypes.Permanent}}'))
        """
    );

    // Relies on pk_oauth_authorizations and pk_users.
    private static readonly SchemaSql Alive = new(
        $$"""
        select exists (
            select 1 from {schema}.oauth_authorizations family join {schema}.users owner on owner.id = family.subject::uuid
            where family.id = {0} and family.status = '{{Statuses.Valid}}' and owner.active) as "Value"
        """
    );

    /// <summary>Returns whether a family has not ended and its user may sign in.</summary>
    public async Task<bool> IsAliveAsync(Guid family, CancellationToken cancellationToken) =>
        (await database.Database.SqlQueryRaw<bool>(Alive.In(database), family).ToListAsync(cancellationToken)).Single();

    /// <summary>Ends one family. Returns false when it had ended.</summary>
    public async Task<bool> EndAsync(Guid family, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(One.In(database), [family], cancellationToken) > 0;

    /// <summary>Ends all families of a user, with the consents, and returns how many.</summary>
    public Task<int> EndOfUserAsync(Guid user, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(OfUser.In(database), [user.ToString()], cancellationToken);

    /// <summary>Ends a family of a user together with the consent that it came from. Returns false when it had ended.</summary>
    public async Task<bool> EndOfUserAsync(Guid user, Guid family, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(WithConsent.In(database), [family, user.ToString()], cancellationToken) > 0;

    /// <summary>Ends all families of a client, and returns how many.</summary>
    public Task<int> EndOfClientAsync(Guid client, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(OfClient.In(database), [client], cancellationToken);

    /// <summary>Locks a family until the transaction ends; returns whether it is alive.</summary>
    public async Task<bool> LockAsync(Guid family, CancellationToken cancellationToken) =>
        (await database.Database.SqlQueryRaw<string>(Locked.In(database), family).ToListAsync(cancellationToken)).SingleOrDefault()
        == Statuses.Valid;
}
