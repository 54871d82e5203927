using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Web;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>Finds an attempt that its provider has answered, for the app that began it.</summary>
internal sealed class OpenedAttempt(AttemptTable attempts, TimeProvider timeProvider)
{
    /// <summary>The refusal when no such attempt can be used.</summary>
    public static Refusal NotValid { get; } =
        Refusal.Unprocessable(
            "code-not-valid",
            "externalCode is unknown, was used or has expired, or codeVerifier is not what it began with: begin anew.",
            field: "externalCode"
        );

    /// <summary>Returns the attempt without using it.</summary>
    public async Task<Outcome<SignInAttempt>> FindAsync(string code, string verifier, CancellationToken cancellationToken) =>
        CodeChallenge.IsVerifier(verifier)
        && await attempts.FindAsync(OneTimeSecret.HashOf(code), CodeChallenge.Of(verifier), timeProvider.GetUtcNow(), cancellationToken)
            is { } attempt
            ? attempt
            : NotValid;
}
