namespace Capsule.Auth.Accounts.EmailAddresses;

/// <summary>What comes of confirming a change of address.</summary>
internal enum EmailChangeOutcome
{
    /// <summary>The token is none, was used or replaced, or has expired.</summary>
    NotValid,

    /// <summary>The other address is still to confirm it.</summary>
    HalfConfirmed,

    /// <summary>The address is another now.</summary>
    Changed,

    /// <summary>Another account has the address by now.</summary>
    Taken,

    /// <summary>The password that was sent along is wrong; the token is still good.</summary>
    WrongPassword,
}
