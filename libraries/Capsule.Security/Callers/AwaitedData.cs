using System.Security.Claims;
using Capsule.Web;

namespace Capsule.Security;

/// <summary>Refuses requests for a user's data while the event that creates the data is still on its way after the sign-up.</summary>
public static class AwaitedData
{
    /// <summary>
    /// Returns 503 (<c>quota-not-ready</c>) with Retry-After to the user who owns the data, because the event is still on its way, and 404
    /// (<c>quota-not-found</c>) to every other caller. A caller who may read other users' data also gets 404 for their own data: a seeded
    /// administrator never signed up, so no event will come.
    /// </summary>
    /// <param name="name">The name of the missing data in problem types and texts: <c>quota</c>.</param>
    /// <param name="userId">The user who owns the data.</param>
    /// <param name="caller">The caller, who is allowed to read the user's data.</param>
    /// <param name="othersScope">The scope that allows reading other users' data.</param>
    public static Refusal Missing(string name, Guid userId, ClaimsPrincipal caller, string othersScope)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.UserId() == userId && !caller.HasScope(othersScope) && !IsClient(caller)
            ? Refusal.NotReady($"{name}-not-ready", $"Your {name} is created a moment after you sign up. Try again in a second.")
            : Refusal.NotFound($"{name}-not-found", $"User {userId} has no {name}.");
    }

    // In the token of a client that acts for itself, the subject is the client (RFC 9068, section 2.2).
    private static bool IsClient(ClaimsPrincipal caller) =>
        caller.FindFirstValue(CallerClaimTypes.Client) is { } client && client == caller.FindFirstValue("sub");
}
