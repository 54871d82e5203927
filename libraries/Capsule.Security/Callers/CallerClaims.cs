using System.Security.Claims;
using System.Text.Json;
using Capsule.Web;

namespace Capsule.Security;

/// <summary>Reads the caller's identity from an access token's claims.</summary>
public static class CallerClaims
{
    /// <summary>The <c>client_id</c> of tokens that belong to the user's own session and not to a client.</summary>
    public const string FirstParty = "capsule";

    internal const string ActorClaim = "act";

    /// <summary>Returns the token's subject: a user, or a client that acts for itself.</summary>
    /// <exception cref="InvalidOperationException">The caller has no token, because the endpoint allows anonymous access.</exception>
    public static Guid UserId(this ClaimsPrincipal caller) =>
        Id(caller, "sub") ?? throw new InvalidOperationException("The caller has no token; the endpoint must require one.");

    /// <summary>
    /// Returns the acting party: the administrator who acts as the user (claim <c>act</c>, RFC 8693 section 4.1), otherwise the token's
    /// subject.
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

    /// <summary>Returns the session that the token belongs to; null for a client or an API key.</summary>
    public static Guid? SessionId(this ClaimsPrincipal caller) => Id(caller, "sid");

    /// <summary>
    /// Returns the identifier under which the token's revocation is announced: its session, or the token itself for a client that acts for
    /// itself. Null for an API key, and for a token with which an administrator acts as a user.
    /// </summary>
    internal static Guid? RevocableId(this ClaimsPrincipal caller) =>
        Id(caller, "sid") ?? (caller.FindFirstValue(CallerClaimTypes.Client) is not (null or FirstParty) ? Id(caller, "jti") : null);

    /// <summary>Returns the identifier of the caller's API key; null for an access token.</summary>
    public static Guid? ApiKeyId(this ClaimsPrincipal caller) => Id(caller, CallerClaimTypes.ApiKey);

    /// <summary>
    /// Returns whether the user calls with their own session, and not through a client, an API key, or an administrator who acts as the
    /// user.
    /// </summary>
    public static bool IsFirstParty(this ClaimsPrincipal caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.SessionId() is not null
            && caller.FindFirstValue(CallerClaimTypes.Client) == FirstParty
            && !caller.HasClaim(static claim => claim.Type is CallerClaimTypes.ApiKey or ActorClaim);
    }

    /// <summary>Returns whether the token has a scope.</summary>
    public static bool HasScope(this ClaimsPrincipal caller, string scope) => new ScopeRequirement(scope).IsMetBy(caller);

    /// <summary>
    /// Returns whether the caller may read a user's data: the caller is that user, or the token has the scope for other users' data.
    /// </summary>
    public static bool MayRead(this ClaimsPrincipal caller, Guid userId, string scope) =>
        caller.UserId() == userId || caller.HasScope(scope);

    /// <summary>Returns whether the token's user authenticated within the given time (claim <c>auth_time</c>).</summary>
    public static bool HasAuthenticatedWithin(this ClaimsPrincipal caller, TimeSpan time, DateTimeOffset now) =>
        new RecentAuthenticationRequirement(time).IsMetBy(caller, now);

    private static Guid? Id(ClaimsPrincipal caller, string claim)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Guid.TryParse(caller.FindFirstValue(claim), out var id) ? id : null;
    }
}
