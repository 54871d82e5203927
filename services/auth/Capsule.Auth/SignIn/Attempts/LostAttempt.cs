using System.Text;
using System.Text.Encodings.Web;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// Shows a browser the way back whose answer from a provider does not count: it is loaded once more, is another browser's, or comes too
/// late.
/// </summary>
internal sealed class LostAttempt(AttemptTable attempts, AttemptCookie cookie)
{
    private const string Reason = "is of no sign-in that this browser has begun, or it took too long: begin anew.";

    /// <summary>Returns the redirect to the app for the browser that began; for another one a page with a link, or a problem.</summary>
    public async Task<Results<RedirectHttpResult, ContentHttpResult, ProblemHttpResult>> ExecuteAsync(
        IExternalProvider provider,
        string? state,
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var attempt = state is { Length: > 0 and <= OneTimeSecret.MaxLength }
            ? await attempts.FindByStateAsync(state, provider.Name, cancellationToken)
            : null;
        if (
            attempt?.AnsweredAt is not null
            && cookie.Find(request) is { } browser
            && OneTimeSecret.HashOf(browser).AsSpan().SequenceEqual(attempt.BrowserHash)
        )
        {
            return TypedResults.Redirect(
                RedirectUris.With(attempt.RedirectUri, ("error", "invalid_request"), ("state", attempt.ClientState))
            );
        }

        return request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Content(ToHtml(attempt?.RedirectUri), "text/html", Encoding.UTF8, StatusCodes.Status400BadRequest)
            : ApiProblem.Validation("state", Reason);
    }

    private static string ToHtml(string? address)
    {
        var back = address is null
            ? "Go back to the app, and sign in anew."
            : $"<a href=\"{HtmlEncoder.Default.Encode(address)}\">Back to the app</a>";
        return $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Sign-in</title></head>
            <body><p>This sign-in was completed already, was begun in another browser, or took too long.</p>
            <p>{back}</p></body></html>
            """;
    }
}
