using Microsoft.AspNetCore.Http;

namespace Capsule.Web;

/// <summary>
/// Verifies that a human and not a program sends the request, for instance by a captcha, after repeated failures. No verifier is registered
/// by default; once one is registered, endpoints with a limit use it.
/// </summary>
public interface IChallengeVerifier
{
    /// <summary>Returns whether the request carries a valid answer to a challenge, in a header that the verifier defines.</summary>
    /// <param name="context">The request.</param>
    /// <param name="policy">The name of the limit policy.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    ValueTask<bool> IsAnsweredAsync(HttpContext context, string policy, CancellationToken cancellationToken);
}
