using System.Security.Claims;
using Capsule.Web;

namespace Capsule.Security;

/// <summary>Refuses requests for data of a user that an event of another service brings a moment after the sign-up.</summary>
public static class AwaitedData
{
    /// <summary>
    /// Returns 503 (<c>quota-not-ready</c>) with Retry-After to the user whom the data belongs to, because the event is on its way, and 404
    /// (<c>quota-not-found</c>) to every other caller. A caller who may read the data of others gets 404 for their own as well: an
    /// administrator who was seeded never signed up, and no event comes for them.
    /// </summary>
    /// <param name="name">What is missing, as the types and texts name it: <c>quota</c>.</param>
    /// <param name="userId">The user whom the data belongs to.</param>
    /// <param name="caller">The caller, who may read the user's data.</param>
    /// <param name="othersScope">The scope that allows to read the data of others.</param>
    public static Refusal Missing(string name, Guid userId, ClaimsPrincipal caller, string othersScope)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.UserId() == userId && !caller.HasScope(othersScope) && !IsClient(caller)
            ? Refusal.NotReady($"{name}-not-ready", $"Your {name} is created a moment after you sign up. Try again in a second.")
            : Refusal.NotFound($"{name}-not-found", $"User {userId} has no {name}.");
    }

    // RFC 9068, section 2.2: the token of a client that acts for itself names the client as its subject.
    private static bool IsClient(ClaimsPrincipal caller) =>
        caller.FindFirstValue(CallerClaimTypes.Client) is { } client && client == caller.FindFirstValue("sub");
}
