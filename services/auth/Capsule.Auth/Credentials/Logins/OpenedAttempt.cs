using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Web;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>Opens an attempt that its provider has answered, for the app that began it.</summary>
internal sealed class OpenedAttempt(AttemptTable attempts, TimeProvider timeProvider)
{
    /// <summary>The problem when there is none.</summary>
    public static Refusal NotValid() =>
        Refusal.Unprocessable(
            "code-not-valid",
            "externalCode is none, was used or has expired, or codeVerifier is not what it began with: begin anew.",
            field: "externalCode"
        );

    /// <summary>Returns it without using it; null when there is none that can be used.</summary>
    public async Task<SignInAttempt?> FindAsync(string code, string verifier, CancellationToken cancellationToken) =>
        CodeChallenge.IsVerifier(verifier)
            ? await attempts.FindAsync(OneTimeSecret.HashOf(code), CodeChallenge.Of(verifier), timeProvider.GetUtcNow(), cancellationToken)
            : null;
}
