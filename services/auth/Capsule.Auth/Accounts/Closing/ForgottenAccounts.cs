using Capsule.Auth.Cleanup;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Accounts.Closing;

/// <summary>
/// Makes accounts anonymous some time after they were closed. The user's row and identifier stay for rows that refer to them, without
/// anything that tells who the user was, and the address can be used again. An account that was reactivated meanwhile stays as it is.
/// </summary>
internal sealed class ForgottenAccounts(ClosedAccountTable table, IOptionsMonitor<AccountOptions> options) : ICleanup
{
    public string Of => "names and addresses of closed accounts";

    public Task<long> RunAsync(CancellationToken cancellationToken) =>
        table.AnonymiseAsync(options.CurrentValue.AnonymiseAfter, cancellationToken);
}
