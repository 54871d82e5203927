using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Web;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>
/// Finds the way back to the app for a browser whose answer from a provider cannot be used: the answer was used before, comes too late, or
/// belongs to an attempt that another browser began.
/// </summary>
internal sealed class LostAttempt(AttemptTable attempts)
{
    private static readonly Refusal NotBegunHere = Refusal.Validation(
        "state",
        "belongs to no sign-in that this browser has begun, or it took too long: begin anew."
    );

    /// <summary>Returns the redirect to the app for the browser that began the attempt. Refuses any other browser.</summary>
    public async Task<Outcome<string>> ExecuteAsync(
        IExternalProvider provider,
        string? state,
        string? browser,
        CancellationToken cancellationToken
    )
    {
        var attempt = await FindAsync(provider, state, cancellationToken);
        return
            attempt?.AnsweredAt is not null
            && browser is not null
            && OneTimeSecret.HashOf(browser).AsSpan().SequenceEqual(attempt.BrowserHash)
            ? RedirectUris.With(attempt.RedirectUri, ("error", "invalid_request"), ("state", attempt.ClientState))
            : NotBegunHere;
    }

    /// <summary>Returns the page that explains it to a user, with a link to the app if the state is known.</summary>
    public async Task<string> ToHtmlAsync(IExternalProvider provider, string? state, CancellationToken cancellationToken) =>
        LostAttemptPage.Of((await FindAsync(provider, state, cancellationToken))?.RedirectUri);

    private Task<SignInAttempt?> FindAsync(IExternalProvider provider, string? state, CancellationToken cancellationToken) =>
        state is { Length: > 0 and <= OneTimeSecret.MaxLength }
            ? attempts.FindByStateAsync(state, provider.Name, cancellationToken)
            : Task.FromResult<SignInAttempt?>(null);
}
