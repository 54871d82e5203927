using System.Text.Json.Serialization;

namespace Capsule.Contracts;

/// <summary>What a user may do with their account.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountState>))]
public enum AccountState
{
    /// <summary>The user may sign in.</summary>
    Active,

    /// <summary>An administrator keeps the user from signing in.</summary>
    Deactivated,

    /// <summary>The user closed the account; what other services keep about them has to go.</summary>
    Closed,
}
