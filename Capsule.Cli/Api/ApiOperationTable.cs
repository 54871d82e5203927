using Capsule.Cli.Output;

namespace Capsule.Cli.Api;

/// <summary>The operations of services' APIs that are available to operators.</summary>
internal static class ApiOperationTable
{
    private static readonly ApiArgument User = new("id", "The user's id.");
    private static readonly ApiOption After = new(
        "--after",
        "after",
        "Continue after this item: the value of next from the previous page.",
        "NEXT"
    );
    private static readonly ApiOption Limit = new("--limit", "limit", "Maximum number of items (default: 50).", "N");

    /// <summary>The operations in the order of the help text.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } = [.. Users(), .. Audit()];

    private static IEnumerable<ApiOperation> Users() =>
        [
            new(
                "auth",
                "users",
                "List users, newest first, or those whose address or name begins with a text.",
                HttpMethod.Get,
                "/api/users"
            )
            {
                Options =
                [
                    new("--email", "email", "Only users whose address begins with this text.", "TEXT"),
                    new("--name", "name", "Only users whose name begins with this text.", "TEXT"),
                    new("--role", "role", "Only users with this role: user, operator, admin.", "ROLE"),
                    new("--active", "active", "Only users who may sign in (true) or may not (false).", "BOOL"),
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
                Options = [new("--role", "roles", "A role of the user: user, operator, admin. May be repeated.", "ROLE") { IsList = true }],
            },
            new("auth", "activate", "Allow a user to sign in again.", HttpMethod.Patch, "/api/users/{id}")
            {
                Arguments = [User],
                Body = new Dictionary<string, object> { ["active"] = true },
            },
            new("auth", "deactivate", "Prevent a user from signing in, and sign them out everywhere.", HttpMethod.Patch, "/api/users/{id}")
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
                "Remove the second factor of a user who has lost it.",
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
                    new("--actor", "actor", "Only events caused by this user.", "ID"),
                    new("--target", "target", "Only events about this user or object.", "ID"),
                    new("--event", "event", "Only events with this name, such as session.refused.", "NAME"),
                    new("--from", "from", "Only events at or after this time.", "TIME"),
                    new("--to", "to", "Only events before this time.", "TIME"),
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
