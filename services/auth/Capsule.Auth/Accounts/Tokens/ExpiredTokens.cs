using Capsule.Auth.Cleanup;

namespace Capsule.Auth.Accounts.Tokens;

/// <summary>Deletes tokens, used or not, a day after they expired, so that support can still answer a question about them.</summary>
internal sealed class ExpiredTokens(AccountTokenTable table) : ICleanup
{
    public string Of => "expired tokens of e-mails";

    public Task<long> RunAsync(CancellationToken cancellationToken) => table.DeleteExpiredAsync(cancellationToken);
}
