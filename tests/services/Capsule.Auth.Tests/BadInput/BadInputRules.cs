using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.Tests.Administration;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Testing.Sweep;

namespace Capsule.Auth.Tests.BadInput;

/// <summary>What the sweep cannot know of auth's endpoints.</summary>
internal static class BadInputRules
{
    /// <summary>An address that belongs to nobody before the sweep.</summary>
    public const string NewAddress = "grace@example.com";

    /// <summary>The rules, for these users and clients.</summary>
    public static SweepRules Of(Func<Task> restore, Guid user, ClientResponse app, ClientResponse batch, ClientResponse rotated) =>
        Taken(Answers(Forms(Clients(Users(new SweepRules { Restore = restore }, user), app, rotated), app, batch)));

    private static SweepRules Users(SweepRules rules, Guid user) =>
        rules
            .Example("email", Administrators.Email)
            .Example("name", "Ada Lovelace")
            .Example("password", Accounts.Password)
            .Example("newPassword", "battery staple horse")
            .Example("currentPassword", Accounts.Password)
            .Example("newEmail", NewAddress)
            .Example("token", "a token that nobody made")
            .Example("code", "000000")
            .Example("timeZone", "Europe/London")
            .Example("language", "en")
            .Example("locale", "en")
            .Example("theme", "dark")
            .Example("reason", "ticket 4711")
            .Example("DELETE /api/users/{id}/two-factor", "id", user)
            .Example("provider", "github")
            .Example("redirect_uri", Browser.App)
            .Example("code_challenge", Browser.ChallengeOf(Browser.Verifier))
            .Example("code_challenge_method", "S256")
            .Example("prompt", "login")
            .Example("externalCode", "a code that nobody got")
            .Example("codeVerifier", Browser.Verifier)
            .Example("POST /api/users", "email", NewAddress)
            .Example("DELETE /api/users/me", "password", "wrong horse battery")
            .Example("PATCH /api/users/{id}", "id", user)
            .Example("PUT /api/users/{id}/roles", "id", user)
            .Example("DELETE /api/users/{id}/sessions", "id", user)
            .Example("GET /api/users/{id}/sessions", "id", user)
            .Example("GET /api/users/{id}/api-keys", "id", user)
            .Example("POST /api/users/{id}/impersonation", "id", user)
            .Example("GET /api/users/{id}", "id", user)
            .Example("roles", new[] { "user" })
            .Example("POST /api/api-keys", "scopes", new[] { "account" })
            .Example("event", "user.registered")
            .Example("role", "user");

    private static SweepRules Clients(SweepRules rules, ClientResponse app, ClientResponse rotated) =>
        rules
            .Example("redirectUris", new[] { Apps.Callback })
            .Example("grantTypes", new[] { "authorization_code" })
            .Example("POST /api/clients", "scopes", new[] { "openid" })
            .Example("postLogoutRedirectUris", new[] { Apps.Callback })
            .Example("resources", new[] { "https://api.example.com/" })
            .Example("idTokenSignedResponseAlg", "RS256")
            .Example("POST /api/clients", "jwks", null)
            .Example("isPublic", false)
            .Example("POST /api/clients/{id}/secret", "id", rotated.Id)
            .Example("GET /api/clients/{id}", "id", app.Id)
            .Variant("POST /connect/authorize", app.Authorize());

    private static SweepRules Forms(SweepRules rules, ClientResponse app, ClientResponse batch) =>
        rules
            .Variant("POST /connect/token", new { grant_type = "refresh_token", refresh_token = "none" })
            .Variant(
                "POST /connect/token",
                new
                {
                    grant_type = "authorization_code",
                    client_id = app.Id,
                    client_secret = app.ClientSecret,
                    code = "none",
                    redirect_uri = Apps.Callback,
                    code_verifier = Apps.Verifier,
                }
            )
            .Variant(
                "POST /connect/token",
                new
                {
                    grant_type = "client_credentials",
                    client_id = batch.Id,
                    client_secret = batch.ClientSecret,
                    scope = "deployments:read",
                }
            )
            .Variant(
                "POST /connect/par",
                new
                {
                    client_id = app.Id,
                    client_secret = app.ClientSecret,
                    response_type = "code",
                    redirect_uri = Apps.Callback,
                    scope = "openid",
                    state = "s",
                    nonce = "n",
                    code_challenge = Browser.ChallengeOf(Browser.Verifier),
                    code_challenge_method = "S256",
                }
            )
            .Variant(
                "POST /connect/device-authorization",
                new
                {
                    client_id = app.Id,
                    client_secret = app.ClientSecret,
                    scope = "openid",
                }
            )
            .Variant("POST /connect/revoke", new { token = "none" })
            .Variant(
                "POST /connect/introspect",
                new
                {
                    token = "none",
                    client_id = OtherService.Introspection[0].Value,
                    client_secret = OtherService.Introspection[1].Value,
                }
            )
            .Anonymously(
                "POST /connect/token",
                "POST /connect/revoke",
                "POST /connect/introspect",
                "POST /connect/par",
                "POST /connect/device-authorization"
            );

    // What is asked for is not there; or a password is wrong, which is all that who guesses is told.
    private static SweepRules Answers(SweepRules rules) =>
        rules
            .AnswersGood("POST /api/users/verify-email", 422, "token-not-valid")
            .AnswersGood("POST /api/users/confirm-email-change", 422, "token-not-valid")
            .AnswersGood("GET /connect/userinfo", 403, "insufficient-scope")
            .AnswersGood("POST /connect/userinfo", 403, "insufficient-scope")
            .AnswersGood("DELETE /api/sessions/{id}", 404, "session-not-found")
            .AnswersGood("DELETE /api/clients/{id}", 404, "client-not-found")
            .AnswersGood("DELETE /api/users/me/grants/{id}", 404, "grant-not-found")
            .AnswersGood("DELETE /api/api-keys/{id}", 404, "api-key-not-found")
            // RFC 6749, section 5.2, has one answer to whatever is wrong with a client's credentials, and one to whatever is with a grant.
            .Answers("POST /connect/token", 401, "invalid_client")
            .Answers("POST /connect/token", 400, "invalid_grant")
            .Answers("POST /connect/par", 401, "invalid_client")
            .Answers("POST /connect/device-authorization", 401, "invalid_client")
            .Answers("POST /connect/introspect", 401, "invalid_client")
            .Answers("POST /connect/revoke", 401, "invalid_client")
            .Answers("POST /connect/device-authorization", 400, "unauthorized_client")
            .AnswersGood("DELETE /api/users/{id}/sessions/{sessionId}", 404, "session-not-found")
            .AnswersGood("DELETE /api/users/{id}/api-keys/{keyId}", 404, "api-key-not-found")
            .AnswersGood("DELETE /api/users/me/logins/{id}", 404, "login-not-found")
            .AnswersGood("DELETE /api/users/{id}/two-factor", 409, "two-factor-off")
            .AnswersGood("GET /api/providers/{provider}/callback", 400, "validation")
            .Answers("GET /api/providers/{provider}/authorize", 404, "provider-not-found")
            .Answers("GET /api/providers/{provider}/callback", 404, "provider-not-found")
            .Answers("GET /api/providers/{provider}/callback", 400, "validation")
            .Answers("POST /api/sessions/external", 422, "code-not-valid")
            .Answers("POST /api/users/me/logins", 422, "code-not-valid")
            .Answers("POST /api/sessions", 401, "invalid-credentials")
            .Answers("POST /api/users/reset-password", 422, "token-not-valid")
            .Answers("POST /api/users/verify-email", 422, "token-not-valid")
            .Answers("POST /api/users/confirm-email-change", 422, "token-not-valid")
            .Answers("POST /api/users/me/email", 403, "wrong-password")
            .Answers("DELETE /api/users/me", 403, "wrong-password")
            .Answers("PUT /api/users/me/password", 403, "wrong-password")
            .Answers("POST /api/sessions/current/step-up", 403, "wrong-password")
            .Answers("POST /api/users/me/two-factor", 403, "wrong-password")
            .Answers("POST /api/users/me/two-factor/confirm", 409, "two-factor-not-begun")
            .Answers("POST /api/users/me/two-factor/recovery-codes", 403, "wrong-password")
            .Answers("POST /api/users/me/two-factor/recovery-codes", 409, "two-factor-off")
            .Answers("DELETE /api/users/me/two-factor", 403, "wrong-password")
            .Answers("DELETE /api/users/me/two-factor", 409, "two-factor-off");

    private static SweepRules Taken(SweepRules rules) =>
        rules
            .Pages(
                "GET /connect/authorize",
                "POST /connect/authorize",
                "GET /connect/end-session",
                "POST /connect/end-session",
                "GET /device",
                "POST /device",
                "GET /sign-in",
                "POST /sign-in",
                "POST /sign-in/provider",
                "GET /sign-in/provider/return",
                "POST /sign-in/provider/return"
            )
            .Redirects(
                "GET /api/providers/{provider}/authorize",
                "https://github.com/login/oauth/authorize?response_type=code&client_id=capsule&redirect_uri="
            )
            .Takes(
                Tricks.OfNames,
                "POST /api/users name",
                "PATCH /api/users/me name",
                "POST /api/api-keys name",
                "POST /api/clients name",
                "reason"
            )
            .Takes(Tricks.OfSecrets | Tricks.Invisible, "POST /api/users password", "PUT /api/users/me/password newPassword")
            // Marks are letters' in many scripts.
            .Takes(Tricks.Combining, "email", "newEmail")
            // An account without two factors needs no code, and one with a password no other proof.
            .Takes(Tricks.All, "POST /api/sessions code", "POST /api/sessions/current/step-up code", "proofCode", "proofVerifier")
            .Takes(
                Tricks.All,
                "PUT /api/users/me/password code",
                "POST /api/users/me/email code",
                "DELETE /api/users/me code",
                "POST /api/users/me/two-factor code"
            )
            // What nobody has is asked for in vain; a token that is none is no error (RFC 7009, section 2.2; RFC 7662, section 2.2).
            .Takes(
                Tricks.OfSecrets | Tricks.Invisible,
                "GET /api/users email",
                "GET /api/users name",
                "POST /connect/revoke token",
                "POST /connect/introspect token"
            )
            .Takes(Tricks.All, "GET /api/dev/mailbox address")
            // An empty parameter counts as missing (RFC 6749, sections 3.1 and 3.2).
            .Takes(Tricks.Empty, "POST /connect/token scope", "POST /connect/par scope", "state", "nonce")
            // In an address or a form what is no UTF-8 stays as it was written, in ASCII.
            .Takes(Tricks.Rare, "GET /api/providers/{provider}/authorize state", "POST /connect/par state", "POST /connect/par nonce")
            // A client's own, in printable ASCII.
            .Takes(Tricks.Invisible | Tricks.Sql | Tricks.Markup, "state", "nonce");
}
