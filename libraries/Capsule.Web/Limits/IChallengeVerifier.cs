using Microsoft.AspNetCore.Http;

namespace Capsule.Web;

/// <summary>
/// Tells people from programs, by a captcha for instance, once there have been failures. None is registered by default; register one and
/// endpoints with a limit ask it.
/// </summary>
public interface IChallengeVerifier
{
    /// <summary>Whether the request carries a challenge's valid answer, in a header that the verifier knows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="policy">The name of the limit's policy.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    ValueTask<bool> IsAnsweredAsync(HttpContext context, string policy, CancellationToken cancellationToken);
}
