using Capsule.Contracts;
using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>
/// A service's copy of an account's state. Account events arrive in any order and more than once; the row takes over the state with the
/// highest version and ignores lower versions.
/// </summary>
public abstract class FollowedAccount : Entity
{
    private const int RegistrationVersion = 1;

    /// <summary>The user's identifier in the auth service; unique.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The highest version received so far; 0 before the first event.</summary>
    public int AccountVersion { get; private set; }

    /// <summary>The account's state in that version.</summary>
    public AccountState AccountState { get; private set; }

    /// <summary>Whether the user has closed the account.</summary>
    public bool IsClosed => AccountState == AccountState.Closed;

    /// <summary>Takes over a change; returns false when the change is not newer than the row.</summary>
    public bool Follow(AccountStateChanged change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Follow(change.UserId, change.Version, change.State);
    }

    /// <summary>Takes over the first version of an account; returns false when the row already has a version.</summary>
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
