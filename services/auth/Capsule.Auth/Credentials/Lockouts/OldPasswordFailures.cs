using Capsule.Auth.Cleanup;

namespace Capsule.Auth.Credentials.Lockouts;

/// <summary>Deletes counts of wrong passwords a day after the last try, together with the networks that the tries came from.</summary>
internal sealed class OldPasswordFailures(PasswordFailureTable table) : ICleanup
{
    public string Of => "counts of wrong passwords";

    public Task<long> RunAsync(CancellationToken cancellationToken) => table.DeleteOldAsync(cancellationToken);
}
