using Capsule.Auth.Cleanup;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Sessions.Revocation;

/// <summary>Deletes sessions some time after they ended or expired.</summary>
internal sealed class EndedSessions(SessionTable table, IOptionsMonitor<SessionOptions> options) : ICleanup
{
    public string Of => "sessions that ended long ago";

    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        long deleted = 0;
        var after = Guid.Empty;
        while (await table.DeleteEndedAsync(after, options.CurrentValue.Retention, cancellationToken) is { } batch)
        {
            deleted += batch.Deleted;
            after = batch.Last;
            if (!batch.More)
            {
                break;
            }
        }

        return deleted;
    }
}
