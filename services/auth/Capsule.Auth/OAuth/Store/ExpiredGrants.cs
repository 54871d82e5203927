using Capsule.Auth.Cleanup;

namespace Capsule.Auth.OAuth.Store;

/// <summary>
/// Deletes codes and refresh tokens a day after they expired, and families that ended or have no token left. A replaced token stays until
/// it expires, so that its reuse is recognised.
/// </summary>
internal sealed class ExpiredGrants(FamilyTable table) : ICleanup
{
    public string Of => "expired tokens of clients, and grants without any";

    public Task<long> RunAsync(CancellationToken cancellationToken) => table.DeleteExpiredAsync(cancellationToken);
}
