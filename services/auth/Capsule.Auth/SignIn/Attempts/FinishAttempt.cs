using System.Text;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Web;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// Receives a browser that comes back from a provider, asks the provider who the user is, and sends the browser on to the app with a code.
/// </summary>
internal sealed class FinishAttempt(
    AttemptTable attempts,
    LostAttempt lost,
    Callback callback,
    SecretBox secrets,
    ILogger<FinishAttempt> logger
)
{
    /// <summary>The error that the app gets when the provider fails (RFC 6749, section 4.1.2.1).</summary>
    private const string ServerError = "server_error";

    /// <summary>Returns the redirect to the app. Refuses an answer that belongs to no attempt of this browser.</summary>
    public async Task<Outcome<string>> ExecuteAsync(
        IExternalProvider provider,
        ProviderAnswer answer,
        string? browser,
        CancellationToken cancellationToken
    )
    {
        if (
            answer.State is not { Length: > 0 and <= OneTimeSecret.MaxLength } state
            || browser is null
            || await attempts.AnswerAsync(state, provider.Name, browser, cancellationToken) is not { } attempt
        )
        {
            return await lost.ExecuteAsync(provider, answer.State, browser, cancellationToken);
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

    private static string Refuse(AttemptTable.AnsweredRow attempt, string error) => Send(attempt, ("error", error));

    private static string Send(AttemptTable.AnsweredRow attempt, (string Name, string? Value) result) =>
        RedirectUris.With(attempt.RedirectUri, result, ("state", attempt.ClientState));
}
