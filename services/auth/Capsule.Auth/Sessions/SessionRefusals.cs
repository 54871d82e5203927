using Capsule.Web;

namespace Capsule.Auth.Sessions;

/// <summary>Why a request about a session is refused.</summary>
internal static class SessionRefusals
{
    /// <summary>The code of <see cref="AccountChanged"/>.</summary>
    public const string AccountChangedCode = "account-changed";

    public static Refusal AccountChanged { get; } =
        Refusal.Conflict(AccountChangedCode, "The account was changed while you signed in: begin anew.");

    public static Refusal RefreshTokenNotValid { get; } =
        Refusal.Unprocessable(
            "refresh-token-not-valid",
            "refresh_token is not valid, was replaced, belongs to a client, or its session has ended: sign in again."
        );

    public static Refusal NotYours(Guid session) =>
        Refusal.NotFound("session-not-found", $"You have no session {session}, or it has ended.");

    public static Refusal NotOfUser(Guid user, Guid session) =>
        Refusal.NotFound("session-not-found", $"User {user} has no session {session}, or it has ended.");
}
