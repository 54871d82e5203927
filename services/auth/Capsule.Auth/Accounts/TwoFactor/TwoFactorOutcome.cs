namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>What comes of a request about two factors.</summary>
internal enum TwoFactorOutcome
{
    /// <summary>What was asked for.</summary>
    Done,

    /// <summary>The password is wrong, or too many wrong ones were tried.</summary>
    WrongPassword,

    /// <summary>The code is wrong or was used, or too many wrong ones were tried.</summary>
    WrongCode,

    /// <summary>No authenticator is to be confirmed.</summary>
    NotBegun,

    /// <summary>Two factors are on.</summary>
    AlreadyOn,

    /// <summary>Two factors are off.</summary>
    Off,
}
