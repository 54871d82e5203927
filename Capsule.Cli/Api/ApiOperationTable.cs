using Capsule.Cli.Output;

namespace Capsule.Cli.Api;

/// <summary>The operations of services' APIs that are available to operators.</summary>
internal static class ApiOperationTable
{
    private static readonly ApiArgument User = new("id", "The user's id.");
    private static readonly ApiOption After = new("--after", "after", "Those after this one, which is next of the page before.", "NEXT");
    private static readonly ApiOption Limit = new("--limit", "limit", "How many at most (50 unless given).", "N");

    /// <summary>The operations in the order of the help text.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } = [.. Users(), .. Audit()];

    private static IEnumerable<ApiOperation> Users() =>
        [
            new("auth", "users", "List users, newest first or by the beginning of their address or name.", HttpMethod.Get, "/api/users")
            {
                Options =
                [
                    new("--email", "email", "Only those whose address begins so.", "TEXT"),
                    new("--name", "name", "Only those whose name begins so.", "TEXT"),
                    new("--role", "role", "Only those with this role: user, operator, admin.", "ROLE"),
                    new("--active", "active", "Only those who may sign in (true), or may not (false).", "BOOL"),
                    After,
                    Limit,
                ],
                View = new ListView(
                    "items",
                    "nobody",
                    new("user", "id"),
                    new("e-mail", "email"),
                    new("verified", "emailVerified"),
                    new("name", "name"),
                    new("active", "active"),
                    new("roles", "roles", Cell.List),
                    new("signed up", "createdAt"),
                    new("last sign-in", "lastSignInAt")
                ),
            },
            new("auth", "set-roles", "Replace a user's roles, and sign them out everywhere.", HttpMethod.Put, "/api/users/{id}/roles")
            {
                Arguments = [User],
                Options =
                [
                    new("--role", "roles", "A role that they have from now on: user, operator, admin. May be given several times.", "ROLE")
                    {
                        IsList = true,
                    },
                ],
            },
            new("auth", "activate", "Let a user sign in again.", HttpMethod.Patch, "/api/users/{id}")
            {
                Arguments = [User],
                Body = new Dictionary<string, object> { ["active"] = true },
            },
            new("auth", "deactivate", "Keep a user from signing in, and sign them out everywhere.", HttpMethod.Patch, "/api/users/{id}")
            {
                Arguments = [User],
                Body = new Dictionary<string, object> { ["active"] = false },
            },
            new("auth", "sign-out", "End all sessions of a user.", HttpMethod.Delete, "/api/users/{id}/sessions") { Arguments = [User] },
            new("auth", "sessions", "List the sessions of a user, newest first.", HttpMethod.Get, "/api/users/{id}/sessions")
            {
                Arguments = [User],
                Options = [After, Limit],
                View = new ListView(
                    "items",
                    "no sessions",
                    new("session", "id"),
                    new("device", "device"),
                    new("from", "address"),
                    new("signed in", "signedInAt"),
                    new("last seen", "lastSeenAt"),
                    new("ends", "expiresAt")
                ),
            },
            new("auth", "end-session", "End a session of a user.", HttpMethod.Delete, "/api/users/{id}/sessions/{sessionId}")
            {
                Arguments = [User, new("sessionId", "The session's id.")],
            },
            new("auth", "keys", "List the API keys of a user, newest first.", HttpMethod.Get, "/api/users/{id}/api-keys")
            {
                Arguments = [User],
                Options = [After, Limit],
                View = new ListView(
                    "items",
                    "no API keys",
                    new("key", "id"),
                    new("name", "name"),
                    new("begins with", "prefix"),
                    new("scopes", "scopes", Cell.List),
                    new("made", "createdAt"),
                    new("last used", "lastUsedAt"),
                    new("expires", "expiresAt")
                ),
            },
            new("auth", "revoke-key", "Revoke an API key of a user.", HttpMethod.Delete, "/api/users/{id}/api-keys/{keyId}")
            {
                Arguments = [User, new("keyId", "The key's id.")],
            },
            new(
                "auth",
                "reset-two-factor",
                "Turn off the second factor of a user who has lost it.",
                HttpMethod.Delete,
                "/api/users/{id}/two-factor"
            )
            {
                Arguments = [User],
            },
        ];

    private static IEnumerable<ApiOperation> Audit() =>
        [
            new("auth", "audit", "List events of the audit log, newest first.", HttpMethod.Get, "/api/audit")
            {
                Options =
                [
                    new("--actor", "actor", "Only what this user did.", "ID"),
                    new("--target", "target", "Only what happened to this user or thing.", "ID"),
                    new("--event", "event", "Only this event, such as session.refused.", "NAME"),
                    new("--from", "from", "Not before this time.", "TIME"),
                    new("--to", "to", "Before this time.", "TIME"),
                    After,
                    Limit,
                ],
                View = new ListView(
                    "items",
                    "nothing happened",
                    new("when", "occurredAt"),
                    new("event", "event"),
                    new("by", "actorId"),
                    new("to", "targetId"),
                    new("from", "address"),
                    new("more", "data")
                ),
            },
        ];
}
