namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>What comes of the token of an e-mail that verifies an address.</summary>
internal enum EmailProofOutcome
{
    /// <summary>The address is verified.</summary>
    Done,

    /// <summary>The token is unknown, was used, or has expired.</summary>
    NotValid,

    /// <summary>The password that was sent along is wrong; the token is still good.</summary>
    WrongPassword,
}
