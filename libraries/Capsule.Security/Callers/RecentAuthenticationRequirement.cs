using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Capsule.Security;

/// <summary>Requires that the token's claim <c>auth_time</c> is not older than a maximum age.</summary>
internal sealed record RecentAuthenticationRequirement(TimeSpan MaxAge) : IAuthorizationRequirement
{
    private const string ClaimType = "auth_time";

    public bool IsMetBy(ClaimsPrincipal user, DateTimeOffset now) =>
        long.TryParse(user.FindFirstValue(ClaimType), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= (now - MaxAge).ToUnixTimeSeconds();

    public override string ToString() => $"authentication within {MaxAge}";
}
