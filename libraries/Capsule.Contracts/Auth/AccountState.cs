using System.Text.Json.Serialization;

namespace Capsule.Contracts;

/// <summary>Whether and how a user may use their account.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccountState>))]
public enum AccountState
{
    /// <summary>The user may sign in.</summary>
    Active,

    /// <summary>An administrator deactivated the account; the user cannot sign in.</summary>
    Deactivated,

    /// <summary>The user closed the account; other services must anonymize or delete what they store about the user.</summary>
    Closed,
}
