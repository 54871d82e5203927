using System.Text;
using Capsule.Auth.SignIn.Attempts;
using Capsule.Auth.SignIn.Providers;
using Capsule.Auth.Tokens;
using Capsule.Auth.Web;
using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Capsule.Auth.SignIn.External;

/// <summary>The endpoints of sign-in at providers: to the provider, back from it, and into a session (RFC 6749, section 4.1).</summary>
internal static class ExternalSignInEndpoints
{
    public static void MapExternalSignIn(this IEndpointRouteBuilder app)
    {
        var providers = app.MapGroup("/api/providers").WithTags("Sign-in at providers");

        providers
            .MapGet(
                "",
                (ExternalProviders all) =>
                    TypedResults.Ok(
                        new ProvidersResponse([
                            .. all.All.Select(provider => new ProviderResponse(
                                provider.Name,
                                provider.DisplayName,
                                $"/api/providers/{provider.Name}/authorize"
                            )),
                        ])
                    )
            )
            .WithName("ListProviders");
        providers
            .MapGet("{provider}/authorize", AuthorizeAsync)
            .WithName("AuthorizeAtProvider")
            .WithLimit(Limits.SignIn)
            .Redirects()
            .AddOpenApiOperationTransformer(
                static (operation, _, _) =>
                {
                    // Optional in C#, so that the problem names them as the address does; required for callers.
                    foreach (
                        var parameter in operation
                            .Parameters!.OfType<OpenApiParameter>()
                            .Where(parameter => parameter.Name is "redirect_uri" or "code_challenge")
                    )
                    {
                        parameter.Required = true;
                    }

                    return Task.CompletedTask;
                }
            );
        providers.MapGet("{provider}/callback", CallbackAsync).WithName("ReturnFromProvider").WithLimit(Limits.SignIn).Redirects();

        app.MapPost("/api/sessions/external", SignInAsync)
            .WithName("SignInExternally")
            .WithTags("Sessions")
            .WithLimit(Limits.SignIn)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static RouteHandlerBuilder Redirects(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces(StatusCodes.Status302Found).ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> AuthorizeAsync(
        string provider,
        [FromQuery(Name = "redirect_uri")] string? redirectUri,
        [FromQuery(Name = "code_challenge")] string? codeChallenge,
        [FromQuery(Name = "code_challenge_method")] string? codeChallengeMethod,
        string? state,
        string? prompt,
        ExternalProviders providers,
        BeginAttempt begin,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (providers.Find(provider) is not { } found)
        {
            return ApiProblem.Of(ExternalSignInRefusals.ProviderNotFound(provider));
        }

        var asked = new AttemptParameters(redirectUri ?? "", codeChallenge ?? "", codeChallengeMethod, state, prompt);
        return (await begin.ExecuteAsync(found, asked, context, cancellationToken)).To(static address => TypedResults.Redirect(address));
    }

    private static async Task<Results<RedirectHttpResult, ContentHttpResult, ProblemHttpResult>> CallbackAsync(
        string provider,
        string? state,
        string? code,
        string? error,
        string? iss,
        ExternalProviders providers,
        FinishAttempt finish,
        LostAttempt lost,
        AttemptCookie cookie,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        if (ProviderAnswer.Flaw(context.Request.Query) is { } flaw)
        {
            return ApiProblem.Validation(flaw, "must not be repeated or longer than 4096 characters.");
        }

        if (providers.Find(provider) is not { } found)
        {
            return ApiProblem.Of(ExternalSignInRefusals.ProviderNotFound(provider));
        }

        var answer = new ProviderAnswer(state, code, error, iss);
        var outcome = await finish.ExecuteAsync(found, answer, cookie.Find(context.Request), cancellationToken);
        return outcome.Refusal is not { } refusal ? TypedResults.Redirect(outcome.Value)
            : WantsHtml(context.Request)
                ? TypedResults.Content(
                    await lost.ToHtmlAsync(found, state, cancellationToken),
                    "text/html",
                    Encoding.UTF8,
                    StatusCodes.Status400BadRequest
                )
            : ApiProblem.Of(refusal);
    }

    private static bool WantsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignInAsync(
        ExternalSignInRequest request,
        SignInExternally signIn,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        context.Response.Headers.CacheControl = "no-store";
        return (await signIn.ExecuteAsync(request, Caller.Device(context), Caller.Address(context), cancellationToken)).ToOk();
    }
}
