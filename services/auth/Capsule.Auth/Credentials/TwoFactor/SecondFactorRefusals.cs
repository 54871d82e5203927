using Capsule.Web;

namespace Capsule.Auth.Credentials.TwoFactor;

/// <summary>
/// Why a code of the second factor is refused. The kind is <see cref="RefusalKind.Unauthorized"/> at a sign-in, and
/// <see cref="RefusalKind.Forbidden"/> for a user who is signed in.
/// </summary>
internal static class SecondFactorRefusals
{
    /// <summary>The code of <see cref="Required"/>.</summary>
    public const string RequiredCode = "second-factor-required";

    /// <summary>The code of <see cref="Wrong"/>.</summary>
    public const string WrongCode = "wrong-code";

    /// <summary>The password is right, and a code is needed as well.</summary>
    public static Refusal Required(RefusalKind kind) =>
        new(kind, RequiredCode, "This account has two factors: send code as well, of the authenticator or a recovery code.");

    /// <summary>The code is wrong or was used.</summary>
    public static Refusal Wrong(RefusalKind kind) =>
        new(kind, WrongCode, "code is wrong or was used, or too many wrong ones were tried: take the next one, or wait some minutes.");
}
