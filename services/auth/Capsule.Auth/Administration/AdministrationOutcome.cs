namespace Capsule.Auth.Administration;

/// <summary>How a change to somebody's account went.</summary>
internal enum AdministrationOutcome
{
    /// <summary>It is as asked for.</summary>
    Done,

    /// <summary>There is no such user.</summary>
    NotFound,

    /// <summary>The account was closed so long ago that nothing of it is left.</summary>
    Anonymised,

    /// <summary>The user does not have two factors.</summary>
    NothingToReset,
}
