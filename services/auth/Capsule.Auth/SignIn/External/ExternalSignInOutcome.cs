namespace Capsule.Auth.SignIn.External;

/// <summary>Whether a sign-in at a provider led to a session, or why not.</summary>
internal enum ExternalSignInOutcome
{
    /// <summary>The code was used or has expired, or the verifier is another one.</summary>
    CodeIsNotValid,

    /// <summary>The account was closed, or may not sign in.</summary>
    NotActive,

    /// <summary>The account's address is to be proved first.</summary>
    EmailIsUnverified,

    /// <summary>The account has two factors, and there was no code of the second one.</summary>
    SecondFactorIsMissing,

    /// <summary>The code of the second factor is wrong or was used.</summary>
    CodeIsWrong,

    /// <summary>The provider has no proof of an address to sign up with.</summary>
    AddressIsMissing,

    /// <summary>There is an account with the address, to which the login is not linked.</summary>
    AddressIsTaken,

    /// <summary>The account was changed during the sign-in.</summary>
    AccountChanged,

    /// <summary>There are tokens.</summary>
    SignedIn,
}
