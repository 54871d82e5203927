using System.Diagnostics;
using Capsule.Auth.Tokens;
using Capsule.Data;
using Capsule.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Tells all services which sessions and families of clients' tokens have ended, and which API keys and access tokens were revoked. The database knows: whatever this process, Redis or another replica missed is told within
/// half a second of their return. Hearing it twice harms nobody.
/// </summary>
internal sealed class RevocationAnnouncer(
    IServiceScopeFactory scopes, IConnectionMultiplexer redis, TimeProvider time, IOptions<AccessTokenOptions> options, ILogger<RevocationAnnouncer> logger)
    : BackgroundService
{
    private const string AccessTokenType = OpenIddict.Abstractions.OpenIddictConstants.TokenTypeIdentifiers.AccessToken;
    private const int Batch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A transaction may take this long from the time that it wrote to its commit.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    // All times are the database's: clocks of replicas may be far apart. Access tokens have a row only when they were revoked. Relies on
    // ix_sessions_revoked_at, ix_api_keys_revoked_at, ix_oauth_authorizations_revoked_at and ix_oauth_tokens_created_at, and so on
    // current_timestamp: an index is of no use to what clock_timestamp() may change.
    private static readonly SchemaSql Gone = new($$"""
        select null::uuid as "Id", current_timestamp as "RevokedAt"
        union all
        select id, revoked_at from schema.sessions
        where revoked_at > greatest({0}, current_timestamp - {1})
        union all
        select id, revoked_at from schema.api_keys
        where revoked_at > greatest({0}, current_timestamp - {1})
        union all
        select id, revoked_at from schema.oauth_authorizations
        where revoked_at > greatest({0}, current_timestamp - {1})
        union all
        select id, created_at from schema.oauth_tokens
        where type = '{{AccessTokenType}}' and created_at > greatest({0}, current_timestamp - {1})
        order by 2
        """);

    private bool _failed;

    private TimeSpan TokensAreAbout => options.Value.Lifetime + TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled, so that asking twice a second makes no traces.
        using var quiet = new Activity("revocation announcer").Start();
        var until = DateTimeOffset.MinValue;
        Dictionary<Guid, DateTimeOffset> told = [];
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                until = await TellAsync(told, until == DateTimeOffset.MinValue ? until : until - Overlap, stoppingToken);
                _failed = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_failed)
                {
                    logger.LogWarning("Services do not hear of ended sessions for the time being: {Reason}", exception.GetBaseException().Message);
                }

                _failed = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Tells of what has gone since, and returns until when that is all that has been committed, but for the overlap.</summary>
    private async Task<DateTimeOffset> TellAsync(Dictionary<Guid, DateTimeOffset> told, DateTimeOffset since, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var rows = await database.Database.SqlQueryRaw<GoneRow>(Gone.In(database), since, TokensAreAbout).ToListAsync(cancellation);
        var gone = rows.Where(row => row.Id is { } id && !told.ContainsKey(id)).Select(row => (Id: row.Id!.Value, row.RevokedAt));
        foreach (var batch in gone.Chunk(Batch))
        {
            await SessionRevocation.AnnounceAsync(redis, [.. batch.Select(row => row.Id)], TokensAreAbout);
            foreach (var row in batch)
            {
                told[row.Id] = row.RevokedAt;
            }
        }

        // What the next query does not return either.
        foreach (var (id, _) in told.Where(row => row.Value < since).ToList())
        {
            told.Remove(id);
        }

        return rows.Single(row => row.Id is null).RevokedAt;
    }

    /// <summary>A row of <see cref="Gone"/>; the one without an identifier has the time of the query.</summary>
    internal sealed record GoneRow(Guid? Id, DateTimeOffset RevokedAt);
}
