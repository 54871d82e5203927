using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Capsule.Security;

/// <summary>The token must say in its claim <c>auth_time</c> that its user proved who they are no longer ago than this.</summary>
internal sealed record RecentAuthenticationRequirement(TimeSpan MaxAge) : IAuthorizationRequirement
{
    private const string ClaimType = "auth_time";

    public bool IsMetBy(ClaimsPrincipal user, DateTimeOffset now) =>
        long.TryParse(user.FindFirstValue(ClaimType), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= (now - MaxAge).ToUnixTimeSeconds();

    public override string ToString() => $"authentication within {MaxAge}";
}
