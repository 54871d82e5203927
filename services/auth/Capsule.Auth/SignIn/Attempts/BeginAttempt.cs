using System.Text;
using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Protocol;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Providers;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>Returns the redirect, or what is in its way.</summary>
    public async Task<Results<RedirectHttpResult, ProblemHttpResult>> ExecuteAsync(
        IExternalProvider provider,
        AttemptParameters asked,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        if (Problem(asked) is { } problem)
        {
            return problem;
        }

        return TypedResults.Redirect(
            await StartAsync(provider, asked, context, cancellationToken)
                ?? RedirectUris.With(asked.RedirectUri, ("error", "temporarily_unavailable"), ("state", asked.State))
        );
    }

    /// <summary>
    /// Begins an attempt with parameters that are known to be good, in this browser; returns where the browser goes, and null when the
    /// provider does not answer.
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
            logger.LogWarning("Nobody can sign in at {Provider} at the moment: {Reason}", provider.Name, exception.Message);
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

    /// <summary>What a verifier is sealed for.</summary>
    internal static string Place(Guid attempt) => $"sign-in attempt {attempt}";

    private ProblemHttpResult? Problem(AttemptParameters asked) =>
        asked switch
        {
            // First of all: nobody is sent anywhere else, not even with an error.
            { RedirectUri: var address } when !redirects.Has(address) => ApiProblem.Validation(
                "redirect_uri",
                $"must be one of {ExternalSignInOptions.Section}:RedirectUris, character by character."
            ),
            { CodeChallengeMethod: not (null or "S256") } => ApiProblem.Validation("code_challenge_method", "must be S256."),
            { CodeChallenge: var challenge } when challenge is null || !CodeChallenge.IsChallenge(challenge) => ApiProblem.Validation(
                "code_challenge",
                "must be the SHA-256 of the verifier in base64url."
            ),
            { State: { } state } when !OpaqueParameter.IsOne(state, OpaqueParameter.StateLength) => ApiProblem.Validation(
                "state",
                OpaqueParameter.Rule(OpaqueParameter.StateLength)
            ),
            { Prompt: { } prompt } when !Prompts.Contains(prompt, StringComparer.Ordinal) => ApiProblem.Validation(
                "prompt",
                $"must be one of {string.Join(", ", Prompts)}."
            ),
            _ => null,
        };
}
