using Capsule.Web;

namespace Capsule.Auth.SignIn.External;

/// <summary>Why a sign-in at a provider is refused.</summary>
internal static class ExternalSignInRefusals
{
    /// <summary>The code of <see cref="NotActive"/>.</summary>
    public const string NotActiveCode = "account-not-active";

    /// <summary>The code of <see cref="AddressMissing"/>.</summary>
    public const string AddressMissingCode = "provider-email-missing";

    /// <summary>The code of <see cref="AddressTaken"/>.</summary>
    public const string AddressTakenCode = "email-taken";

    /// <summary>The account was closed, or may not sign in.</summary>
    public static Refusal NotActive { get; } = Refusal.Forbidden(NotActiveCode, "The account was closed, or may not sign in.");

    /// <summary>There is no such provider.</summary>
    public static Refusal ProviderNotFound(string provider) =>
        Refusal.NotFound("provider-not-found", $"There is no provider '{provider}': GET /api/providers lists them.");

    /// <summary>The provider does not confirm an e-mail address to sign up with.</summary>
    public static Refusal AddressMissing(string provider) =>
        Refusal.Unprocessable(
            AddressMissingCode,
            $"{provider} tells no e-mail address that it has verified: verify one there and allow {provider} to share it, "
                + $"or sign up with a password and link {provider} then."
        );

    /// <summary>An account has the address, and the login is not linked to it.</summary>
    public static Refusal AddressTaken(string provider) =>
        Refusal.Conflict(
            AddressTakenCode,
            "There is an account with this address. If it is yours, sign in to it as you did before "
                + $"and link {provider}: POST /api/users/me/logins takes the same code."
        );
}
