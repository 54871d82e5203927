using Capsule.Contracts;
using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>
/// A service's row about an account of auth. Events about accounts arrive in any order and more than once; the row takes over the state
/// of the highest version and ignores all lower ones.
/// </summary>
public abstract class FollowedAccount : Entity
{
    private const int RegistrationVersion = 1;

    /// <summary>The user in the auth service; there is one row for each.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The highest version of the account that has arrived; 0 before the first.</summary>
    public int AccountVersion { get; private set; }

    /// <summary>The account's state as of that version.</summary>
    public AccountState AccountState { get; private set; }

    /// <summary>Whether the user has closed the account.</summary>
    public bool IsClosed => AccountState == AccountState.Closed;

    /// <summary>Takes over a change; returns false for one that is no newer than what has arrived.</summary>
    public bool Follow(AccountStateChanged change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Follow(change.UserId, change.Version, change.State);
    }

    /// <summary>Takes over the first version; returns false when a version has arrived already.</summary>
    public bool Follow(UserRegistered registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        return Follow(registration.UserId, RegistrationVersion, AccountState.Active);
    }

    private bool Follow(Guid userId, int version, AccountState state)
    {
        if (userId != UserId)
        {
            throw new ArgumentException($"An event about account {userId} is not about account {UserId}.", nameof(userId));
        }

        if (version <= AccountVersion)
        {
            return false;
        }

        AccountVersion = version;
        AccountState = state;
        return true;
    }
}
