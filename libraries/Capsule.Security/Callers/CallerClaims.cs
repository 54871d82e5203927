using System.Security.Claims;
using System.Text.Json;
using Capsule.Web;

namespace Capsule.Security;

/// <summary>What an access token says about whoever calls.</summary>
public static class CallerClaims
{
    /// <summary>The <c>client_id</c> of tokens that belong to a session of the user's own, and to no client.</summary>
    public const string FirstParty = "capsule";

    internal const string ActorClaim = "act";

    /// <summary>Whom the token speaks for: a user, or a client that acts for itself.</summary>
    /// <exception cref="InvalidOperationException">The endpoint takes callers without a token, and this is one.</exception>
    public static Guid UserId(this ClaimsPrincipal caller) =>
        Id(caller, "sub") ?? throw new InvalidOperationException("The caller has no token: the endpoint must ask for one.");

    /// <summary>
    /// Who really calls: the administrator who acts as the user (claim <c>act</c>, RFC 8693 section 4.1), else whom the token speaks for.
    /// </summary>
    public static Guid ActorId(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return
            caller.FindFirstValue(ActorClaim) is { } actor
            && Guid.TryParse(JsonDocument.Parse(actor).RootElement.GetProperty("sub").GetString(), out var id)
            ? id
            : caller.UserId();
    }

    /// <summary>The session that the token belongs to; null for a client, or an API key.</summary>
    public static Guid? SessionId(this ClaimsPrincipal caller) => Id(caller, "sid");

    /// <summary>
    /// What the end of the token is announced by: its session, or the token itself where a client has it for itself. Null for an API key
    /// and for a token with which an administrator acts as a user.
    /// </summary>
    internal static Guid? RevocableId(this ClaimsPrincipal caller) =>
        Id(caller, "sid") ?? (caller.FindFirstValue(CallerClaimTypes.Client) is not (null or FirstParty) ? Id(caller, "jti") : null);

    /// <summary>The API key with which the caller calls; null for one with an access token.</summary>
    public static Guid? ApiKeyId(this ClaimsPrincipal caller) => Id(caller, CallerClaimTypes.ApiKey);

    /// <summary>
    /// Whether the user calls with their own session: not a client, an API key, or an administrator who acts as the user.
    /// </summary>
    public static bool IsFirstParty(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.SessionId() is not null
            && caller.FindFirstValue(CallerClaimTypes.Client) == FirstParty
            && !caller.HasClaim(static claim => claim.Type is CallerClaimTypes.ApiKey or ActorClaim);
    }

    /// <summary>Whether the token allows what a scope stands for.</summary>
    public static bool HasScope(this ClaimsPrincipal caller, string scope) => new ScopeRequirement(scope).IsMetBy(caller);

    /// <summary>
    /// Whether the caller may see what belongs to a user: it is the caller's own, or the token has the scope for others'.
    /// </summary>
    public static bool MayRead(this ClaimsPrincipal caller, Guid userId, string scope) =>
        caller.UserId() == userId || caller.HasScope(scope);

    /// <summary>Whether the token's user proved who they are no longer ago than this (claim <c>auth_time</c>).</summary>
    public static bool HasAuthenticatedWithin(this ClaimsPrincipal caller, TimeSpan time, DateTimeOffset now) =>
        new RecentAuthenticationRequirement(time).IsMetBy(caller, now);

    private static Guid? Id(ClaimsPrincipal caller, string claim)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Guid.TryParse(caller.FindFirstValue(claim), out var id) ? id : null;
    }
}
