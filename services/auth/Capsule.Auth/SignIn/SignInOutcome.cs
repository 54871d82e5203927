namespace Capsule.Auth.SignIn;

/// <summary>Why a sign-in led to nothing. All but the first are told to nobody but who knows the password.</summary>
internal enum SignInOutcome
{
    /// <summary>There is no such user, the password is wrong, or the user may not sign in.</summary>
    Refused,

    /// <summary>The address is to be proved first.</summary>
    EmailIsUnverified,

    /// <summary>The user has two factors, and there was no code.</summary>
    CodeIsMissing,

    /// <summary>The code is wrong or was used.</summary>
    CodeIsWrong,

    /// <summary>There are tokens.</summary>
    SignedIn,
}
