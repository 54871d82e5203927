using System.Text;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Web;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.SignIn.Attempts;

/// <summary>Sends a browser to a provider.</summary>
internal sealed class BeginAttempt(
    AuthDbContext database,
    AllowedRedirects redirects,
    AttemptCookie cookie,
    Callback callback,
    SecretBox secrets,
    TimeProvider timeProvider,
    IOptions<ExternalSignInOptions> options,
    ILogger<BeginAttempt> logger
)
{
    private static readonly string[] Prompts = ["login", "consent", "select_account"];

    /// <summary>Returns where the browser goes: to the provider, or back to the app when the provider does not answer.</summary>
    public async Task<Outcome<string>> ExecuteAsync(
        IExternalProvider provider,
        AttemptParameters asked,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(asked) is { } refusal)
        {
            return refusal;
        }

        return await StartAsync(provider, asked, context, cancellationToken)
            ?? RedirectUris.With(asked.RedirectUri, ("error", "temporarily_unavailable"), ("state", asked.State));
    }

    /// <summary>
    /// Begins an attempt with valid parameters in this browser. Returns the provider's address for the browser, or null when the provider
    /// does not answer.
    /// </summary>
    public async Task<string?> StartAsync(
        IExternalProvider provider,
        AttemptParameters asked,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        var (state, verifier, id) = (OneTimeSecret.Make(), OneTimeSecret.Make().Text, Guid.CreateVersion7(timeProvider.GetUtcNow()));
        string destination;
        try
        {
            destination = await provider.AuthorizationUriAsync(
                new ProviderRequest(state.Text, verifier, callback.Of(provider), asked.Prompt, asked.MaxAge, asked.LoginHint),
                cancellationToken
            );
        }
        catch (ProviderException exception)
        {
            logger.LogWarning("Sign-in at {Provider} is not possible at the moment: {Reason}", provider.Name, exception.Message);
            return null;
        }

        var browser = cookie.Keep(context);
        database
            .Set<SignInAttempt>()
            .Add(
                new SignInAttempt
                {
                    Id = id,
                    Provider = provider.Name,
                    StateHash = state.Hash,
                    BrowserHash = OneTimeSecret.HashOf(browser),
                    Verifier = secrets.Seal(Encoding.ASCII.GetBytes(verifier), Place(id)),
                    RedirectUri = asked.RedirectUri,
                    ClientState = asked.State,
                    CodeChallenge = asked.CodeChallenge ?? CodeChallenge.Of(browser),
                    ExpiresAt = timeProvider.GetUtcNow() + options.Value.Lifetime,
                }
            );
        await database.SaveChangesAsync(cancellationToken);
        return destination;
    }

    /// <summary>The place that a verifier is sealed for.</summary>
    internal static string Place(Guid attempt) => $"sign-in attempt {attempt}";

    private Refusal? Refuse(AttemptParameters asked) =>
        asked switch
        {
            // Checked first, so that nobody is sent to an unknown address, not even with an error.
            { RedirectUri: var address } when !redirects.Has(address) => Refusal.Validation(
                "redirect_uri",
                $"must be one of {ExternalSignInOptions.Section}:RedirectUris, character by character."
            ),
            { CodeChallengeMethod: not (null or "S256") } => Refusal.Validation("code_challenge_method", "must be S256."),
            { CodeChallenge: var challenge } when challenge is null || !CodeChallenge.IsChallenge(challenge) => Refusal.Validation(
                "code_challenge",
                "must be the SHA-256 of the verifier in base64url."
            ),
            { State: { } state } when !OpaqueParameter.IsOne(state, OpaqueParameter.MaxStateLength) => Refusal.Validation(
                "state",
                OpaqueParameter.Rule(OpaqueParameter.MaxStateLength)
            ),
            { Prompt: { } prompt } when !Prompts.Contains(prompt, StringComparer.Ordinal) => Refusal.Validation(
                "prompt",
                $"must be one of {string.Join(", ", Prompts)}."
            ),
            _ => null,
        };
}
