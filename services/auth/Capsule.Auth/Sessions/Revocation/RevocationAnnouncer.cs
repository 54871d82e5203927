using Capsule.Auth.Tokens;
using Capsule.Security;
using Capsule.Workers;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>
/// Announces to all services which sessions and families of clients' tokens have ended, and which API keys and access tokens were revoked.
/// The database is the source, so that what was missed while a process or Redis was away is announced within half a second of its return.
/// Every replica announces, without a lease, so that no replica's death delays an announcement. A repeated announcement does no harm.
/// </summary>
internal sealed class RevocationAnnouncer(
    WorkerContext context,
    IServiceScopeFactory scopes,
    ISessionRevocations revocations,
    IOptions<AccessTokenOptions> options
) : RecurringWork(context, "Services do not hear of ended sessions")
{
    private const int Batch = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // A transaction may commit this long after the time that it wrote, so the last minute is read again.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, DateTimeOffset> _announced = [];
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    protected override WorkSchedule Schedule { get; } = new(Interval) { Backoff = new(Interval, Interval) };

    // Access tokens that are older than this have expired. The minute allows for the clocks of services.
    private TimeSpan Window => options.Value.Lifetime + TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var since = _until == DateTimeOffset.MinValue ? _until : _until - Overlap;
        await using var scope = scopes.CreateAsyncScope();
        var table = scope.ServiceProvider.GetRequiredService<RevocationTable>();
        var rows = await table.ReadAsync(since, Window, cancellationToken);
        var revoked = rows.Where(row => row.Id is { } id && !_announced.ContainsKey(id))
            .Select(row => (Id: row.Id!.Value, row.RevokedAt))
            .ToList();
        foreach (var batch in revoked.Chunk(Batch))
        {
            await revocations.AnnounceAsync([.. batch.Select(row => row.Id)], Window, cancellationToken);
            foreach (var row in batch)
            {
                _announced[row.Id] = row.RevokedAt;
            }
        }

        // The next query does not return these any more.
        foreach (var (id, _) in _announced.Where(row => row.Value < since).ToList())
        {
            _announced.Remove(id);
        }

        // Everything that was committed before then is announced, except within the overlap.
        _until = rows.Single(row => row.Id is null).RevokedAt;
        return RunResult.Did(revoked.Count);
    }
}
