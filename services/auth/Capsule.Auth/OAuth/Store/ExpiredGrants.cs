using Capsule.Auth.Cleanup;
using Capsule.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Store;

/// <summary>
/// Deletes codes and refresh tokens a day after they expired, and families that ended or have no token left. A token that was replaced
/// stays until it expires: until then its reuse is recognised.
/// </summary>
internal sealed class ExpiredGrants(AuthDbContext database) : ICleanup
{
    private const int Batch = 1000;

    // Relies on ix_oauth_tokens_expiration_date, and so on current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Tokens = new(
        $$"""
        delete from {schema}.oauth_tokens where ctid = any(array(
            select ctid from {schema}.oauth_tokens where expiration_date < current_timestamp - interval '1 day'
            order by expiration_date limit {{Batch}} for update skip locked))
        """
    );

    // Relies on pk_oauth_authorizations, whose values follow time, and ix_oauth_tokens_authorization_id. A consent stays until it is
    // revoked. Services hear of an end while its access tokens last, which is far less than a day.
    private static readonly SchemaSql Families = new(
        $$"""
        delete from {schema}.oauth_authorizations where ctid = any(array(
            select ctid from {schema}.oauth_authorizations family
            where family.created_at < current_timestamp - interval '1 day'
                and (family.revoked_at < current_timestamp - interval '1 day' or (family.type = '{{AuthorizationTypes.AdHoc}}' and family.revoked_at is null))
                and not exists (select 1 from {schema}.oauth_tokens token where token.authorization_id = family.id)
            order by family.id limit {{Batch}} for update skip locked))
        """
    );

    public string Of => "expired tokens of clients, and grants without any";

    public async Task<long> RunAsync(CancellationToken cancellationToken) =>
        await database.RunInBatchesAsync(Tokens, Batch, cancellationToken)
        + await database.RunInBatchesAsync(Families, Batch, cancellationToken);
}
