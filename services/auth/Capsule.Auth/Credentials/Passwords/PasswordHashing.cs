using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.AspNetCore.Identity;

namespace Capsule.Auth.Credentials.Passwords;

/// <summary>Hashes and checks passwords in all normalization forms; never inside a transaction (decision 030).</summary>
internal sealed class PasswordHashing(AuthDbContext database, IPasswordHasher<User> hasher, UnknownUser unknown, HashingTurns turns)
{
    /// <summary>Returns the hash to store.</summary>
    /// <exception cref="ServiceBusyException">Too many hashes are waiting.</exception>
    public Task<string> HashAsync(User user, string password, CancellationToken cancellationToken)
    {
        RefuseTransaction();
        return turns.RunAsync(() => hasher.HashPassword(user, PasswordForms.Composed(password)), cancellationToken);
    }

    /// <summary>Checks a password. Without a user, or for a user without a password, the result is wrong and takes as long.</summary>
    /// <exception cref="ServiceBusyException">Too many hashes are waiting.</exception>
    public async Task<PasswordVerificationResult> VerifyAsync(User? user, string password, CancellationToken cancellationToken)
    {
        RefuseTransaction();
        var somebody = user is { HasPassword: true } ? user : null;
        var checkedUser = somebody ?? unknown.User;
        var result = await turns.RunAsync(() => Verify(checkedUser, password), cancellationToken);
        return somebody is null ? PasswordVerificationResult.Failed : result;
    }

    // A hash of another form than the stored one is replaced, like a hash with too few iterations.
    private PasswordVerificationResult Verify(User user, string password)
    {
        foreach (var form in PasswordForms.All(password))
        {
            var result = hasher.VerifyHashedPassword(user, user.PasswordHash!, form);
            if (result != PasswordVerificationResult.Failed)
            {
                return form == PasswordForms.Composed(password) ? result : PasswordVerificationResult.SuccessRehashNeeded;
            }
        }

        return PasswordVerificationResult.Failed;
    }

    // A hash takes a tenth of a second and may wait for many others; a transaction would hold its connection and its locks meanwhile.
    private void RefuseTransaction()
    {
        if (database.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("A password is hashed or checked before the transaction, not inside it.");
        }
    }
}
