using System.Diagnostics;
using Capsule.Auth.Tokens;
using Capsule.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Capsule.Auth.Sessions;

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

    // A transaction may take this long from its clock's reading to its commit, and clocks of replicas may be this far apart.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private bool _failed;

    private TimeSpan TokensAreAbout => options.Value.Lifetime + TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not sampled, so that asking twice a second makes no traces.
        using var quiet = new Activity("revocation announcer").Start();
        var told = new Dictionary<Guid, DateTimeOffset>();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await TellAsync(told, stoppingToken);
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

    private async Task TellAsync(Dictionary<Guid, DateTimeOffset> told, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var since = told.Count == 0 ? now - TokensAreAbout : Max(told.Values.Max() - Overlap, now - TokensAreAbout);
        await using var scope = scopes.CreateAsyncScope();

        // Relies on ix_sessions_revoked_at, ix_api_keys_revoked_at, ix_oauth_authorizations_revoked_at and ix_oauth_tokens_created_at. Access tokens have a row
        // only when they were revoked.
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var ended = await database.Sessions.Where(session => session.RevokedAt > since).Select(session => new { session.Id, RevokedAt = session.RevokedAt!.Value })
            .Concat(database.ApiKeys.Where(key => key.RevokedAt > since).Select(key => new { key.Id, RevokedAt = key.RevokedAt!.Value }))
            .Concat(database.OAuthAuthorizations.Where(family => family.RevokedAt > since).Select(family => new { family.Id, RevokedAt = family.RevokedAt!.Value }))
            .Concat(database.OAuthTokens.Where(token => token.Type == AccessTokenType && token.CreatedAt > since).Select(token => new { token.Id, RevokedAt = token.CreatedAt }))
            .OrderBy(gone => gone.RevokedAt)
            .ToListAsync(cancellation);
        foreach (var batch in ended.Where(session => !told.ContainsKey(session.Id)).Chunk(Batch))
        {
            await SessionRevocation.AnnounceAsync(redis, [.. batch.Select(session => session.Id)], TokensAreAbout);
            foreach (var session in batch)
            {
                told[session.Id] = session.RevokedAt;
            }
        }

        foreach (var (id, _) in told.Where(session => session.Value < since).ToList())
        {
            told.Remove(id);
        }
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
