using Capsule.Web;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>
/// Turns refusals into answers in OAuth's own format (RFC 6749, section 5.2): the one place that knows which error a refusal is.
/// </summary>
internal static class OAuthErrors
{
    /// <summary>The realm in which clients authenticate (RFC 7617, section 2).</summary>
    public const string Realm = "capsule";

    /// <summary>Returns the answer of a refusal.</summary>
    public static IResult Of(Refusal refusal) =>
        refusal.Kind switch
        {
            RefusalKind.Validation => new Answer(new TokenError("invalid_request", refusal.Detail), StatusCodes.Status400BadRequest),
            RefusalKind.Unprocessable => new Answer(new TokenError("invalid_grant", refusal.Detail), StatusCodes.Status400BadRequest),
            RefusalKind.Unauthorized => new Answer(new TokenError("invalid_client", refusal.Detail), StatusCodes.Status401Unauthorized),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, "OAuth has no error for this kind of refusal."),
        };

    // Limits look at the status.
    private sealed class Answer(TokenError error, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (status == StatusCodes.Status401Unauthorized)
            {
                httpContext.Response.Headers.WWWAuthenticate = $"Basic realm=\"{Realm}\", charset=\"UTF-8\"";
            }

            return TypedResults.Json(error, statusCode: status).ExecuteAsync(httpContext);
        }
    }
}
