using System.Text;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// Takes a browser that comes back from a provider, asks there who it is, and sends it on to the app with a code for the answer.
/// </summary>
internal sealed class FinishAttempt(
    AttemptTable attempts,
    LostAttempt lost,
    AttemptCookie cookie,
    Callback callback,
    SecretBox secrets,
    ILogger<FinishAttempt> logger
)
{
    /// <summary>What the app gets when the provider failed (RFC 6749, section 4.1.2.1).</summary>
    private const string ServerError = "server_error";

    /// <summary>Returns the redirect to the app; a problem when nobody can tell which that is.</summary>
    public async Task<Results<RedirectHttpResult, ContentHttpResult, ProblemHttpResult>> ExecuteAsync(
        IExternalProvider provider,
        ProviderAnswer answer,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (
            answer.State is not { Length: > 0 and <= OneTimeSecret.MaxLength } state
            || cookie.Find(context.Request) is not { } browser
            || await attempts.AnswerAsync(state, provider.Name, browser, cancellationToken) is not { } attempt
        )
        {
            return await lost.ExecuteAsync(provider, answer.State, context.Request, cancellationToken);
        }

        if (provider.Issuer is { } issuer && answer.Issuer is { } named && named != issuer)
        {
            logger.LogWarning("A user came back from {Provider} with the answer of another issuer", provider.Name);
            return Refuse(attempt, ServerError);
        }

        if (answer.Code is not { Length: > 0 } code)
        {
            return Refuse(attempt, answer.Error is "access_denied" or "temporarily_unavailable" ? answer.Error : ServerError);
        }

        try
        {
            var verifier = Encoding.ASCII.GetString(secrets.Open(attempt.Verifier, BeginAttempt.Place(attempt.Id)));
            var identity = await provider.IdentifyAsync(
                code,
                new ProviderRequest(State: null, verifier, callback.Of(provider)),
                cancellationToken
            );
            var own = OneTimeSecret.Make();
            await attempts.IdentifyAsync(attempt.Id, own.Hash, identity, cancellationToken);
            return Send(attempt, ("code", own.Text));
        }
        catch (ProviderException exception)
        {
            logger.LogWarning("A sign-in at {Provider} failed: {Reason}", provider.Name, exception.Message);
            return Refuse(attempt, ServerError);
        }
    }

    private static RedirectHttpResult Refuse(AttemptTable.AnsweredRow attempt, string error) => Send(attempt, ("error", error));

    private static RedirectHttpResult Send(AttemptTable.AnsweredRow attempt, (string Name, string? Value) result) =>
        TypedResults.Redirect(RedirectUris.With(attempt.RedirectUri, result, ("state", attempt.ClientState)));
}
