namespace Capsule.Auth.Tests.Sessions.Revocation;

/// <summary>What ends all sessions of a user.</summary>
public enum Revocation
{
    /// <summary>A forgotten password is reset.</summary>
    Reset,

    /// <summary>The user changes the password.</summary>
    ChangePassword,

    /// <summary>An administrator changes the roles.</summary>
    SetRoles,

    /// <summary>The user signs out everywhere else.</summary>
    SignOut,

    /// <summary>An administrator signs the user out.</summary>
    SignUserOut,
}
