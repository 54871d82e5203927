using Capsule.Auth.Tokens;
using Capsule.Data;
using Capsule.Security;
using Capsule.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Tells all services which sessions and families of clients' tokens have ended, and which API keys and access tokens were revoked. The
/// database knows them: what this process, Redis or another replica missed is told within half a second of their return. Every replica
/// tells, without a lease, so that no one's death delays it; a service that hears of an end twice is not harmed.
/// </summary>
internal sealed class RevocationAnnouncer(
    WorkerContext context,
    IServiceScopeFactory scopes,
    ISessionRevocations revocations,
    IOptions<AccessTokenOptions> options
) : RecurringWork(context, "Services do not hear of ended sessions")
{
    private const string AccessTokenType = OpenIddict.Abstractions.OpenIddictConstants.TokenTypeIdentifiers.AccessToken;
    private const int Batch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A transaction may take this long from the time that it wrote to its commit.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    // All times are the database's: clocks of replicas may be far apart. Access tokens have a row only when they were revoked. Relies on
    // ix_sessions_revoked_at, ix_api_keys_revoked_at, ix_oauth_authorizations_revoked_at and ix_oauth_tokens_created_at, and so on
    // current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Gone = new(
        $$"""
        select null::uuid as "Id", current_timestamp as "RevokedAt"
        union all
        select id, revoked_at from {schema}.sessions
        where revoked_at > greatest({0}, current_timestamp - {1})
        union all
        select id, revoked_at from {schema}.api_keys
        where revoked_at > greatest({0}, current_timestamp - {1})
        union all
        select id, revoked_at from {schema}.oauth_authorizations
        where revoked_at > greatest({0}, current_timestamp - {1})
        union all
        select id, created_at from {schema}.oauth_tokens
        where type = '{{AccessTokenType}}' and created_at > greatest({0}, current_timestamp - {1})
        order by 2
        """
    );

    private readonly Dictionary<Guid, DateTimeOffset> _told = [];
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    protected override WorkSchedule Schedule { get; } = new(Interval) { Backoff = new(Interval, Interval) };

    private TimeSpan TokensAreAbout => options.Value.Lifetime + TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var since = _until == DateTimeOffset.MinValue ? _until : _until - Overlap;
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var rows = await database.Database.SqlQueryRaw<GoneRow>(Gone.In(database), since, TokensAreAbout).ToListAsync(cancellationToken);
        var gone = rows.Where(row => row.Id is { } id && !_told.ContainsKey(id)).Select(row => (Id: row.Id!.Value, row.RevokedAt)).ToList();
        foreach (var batch in gone.Chunk(Batch))
        {
            await revocations.AnnounceAsync([.. batch.Select(row => row.Id)], TokensAreAbout, cancellationToken);
            foreach (var row in batch)
            {
                _told[row.Id] = row.RevokedAt;
            }
        }

        // What the next query does not return either.
        foreach (var (id, _) in _told.Where(row => row.Value < since).ToList())
        {
            _told.Remove(id);
        }

        // All that was committed until then has been told, but for the overlap.
        _until = rows.Single(row => row.Id is null).RevokedAt;
        return RunResult.Did(gone.Count);
    }

    /// <summary>A row of <see cref="Gone"/>; the one without an identifier has the time of the query.</summary>
    internal sealed record GoneRow(Guid? Id, DateTimeOffset RevokedAt);
}
