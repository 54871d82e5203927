using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Web;
using Capsule.Security;
using Capsule.Web;
using Microsoft.AspNetCore;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>The endpoints at which a user grants access to a client: in a browser, or by a first-party app in JSON.</summary>
internal static class PageEndpoints
{
    private static readonly string[] GetOrPost = [HttpMethods.Get, HttpMethods.Post];

    public static IServiceCollection AddPages(this IServiceCollection services) =>
        services
            .AddSingleton<SameOrigin>()
            .AddScoped<BrowserSession>()
            .AddScoped<SignInPage>()
            .AddScoped<ProviderPage>()
            .AddScoped<AuthorizePage>()
            .AddScoped<AuthorizeInJson>()
            .AddScoped<DevicePage>()
            .AddScoped<SignOutPage>();

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapPost(
                ProtocolPaths.Authorize,
                (AuthorizeRequest asked, HttpContext context, AuthorizeInJson authorize) => authorize.AnswerAsync(asked, context)
            )
            .WithName("Authorize")
            .WithTags("Tokens")
            .RequireScope(Capsule.Security.Scopes.Account)
            .Accepts<AuthorizeRequest>("application/json")
            .Produces<AuthorizeResponse>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status403Forbidden);

        var pages = app.MapGroup("").ExcludeFromDescription().AddEndpointFilter(RefuseUnreadableAsync);
        pages
            .MapGet(ProtocolPaths.Authorize, (HttpContext context, AuthorizePage page) => ShowAsync(context, page.AnswerAsync))
            .WithLimit(Limits.Token);
        pages
            .MapPost(ProtocolPaths.Authorize, (HttpContext context, AuthorizePage page) => ShowAsync(context, page.AnswerAsync))
            .WithLimit(Limits.Token)
            .WithMetadata(new AcceptsForm())
            // The JSON endpoint comes first, so that it refuses a request without a content type.
            .WithOrder(1);
        pages
            .MapMethods(
                ProtocolPaths.EndSession,
                GetOrPost,
                (HttpContext context, SignOutPage page) => ShowAsync(context, page.AnswerAsync)
            )
            .WithLimit(Limits.Token);
        pages
            .MapMethods(ProtocolPaths.Device, GetOrPost, (HttpContext context, DevicePage page) => ShowAsync(context, page.AnswerAsync))
            .WithLimit(Limits.Token);
        pages.MapGet(SignInPage.Path, (HttpContext context, SignInPage page) => page.ShowAsync(context)).WithLimit(Limits.Token);
        pages
            .MapPost(SignInPage.Path, (HttpContext context, SignInPage page) => page.SubmitAsync(context))
            .WithLimit(Limits.SignIn, SignInPage.CallerAsync);
        pages.MapPost(ProviderPage.Path, (HttpContext context, ProviderPage page) => page.BeginAsync(context)).WithLimit(Limits.SignIn);
        pages
            .MapGet(ProviderPage.ReturnPath, (HttpContext context, ProviderPage page) => page.ReturnAsync(context))
            .WithLimit(Limits.SignIn);
        pages
            .MapPost(ProviderPage.ReturnPath, (HttpContext context, ProviderPage page) => page.SubmitCodeAsync(context))
            .WithLimit(Limits.SignIn);
    }

    private static async ValueTask<object?> RefuseUnreadableAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InvalidDataException)
        {
            return new HtmlPage("This does not work", $"<p>The form cannot be read.</p>", StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Func<HttpContext, Task<IResult>> answer)
    {
        if (await ProtocolRequest.IsAnsweredAsync(context))
        {
            return new ProtocolRequest.Answered(context.Response.StatusCode);
        }

        // An error must not be sent to an address that may not be the client's.
        return context.GetOpenIddictServerResponse() is { Error: not null } response
            ? new HtmlPage(
                "This does not work",
                $"<p>{response.ErrorDescription}</p><p class=\"hint\">{response.Error}</p>",
                StatusCodes.Status400BadRequest
            )
            : await answer(context);
    }

    private sealed class AcceptsForm : Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes { get; } = ["application/x-www-form-urlencoded"];

        public Type? RequestType => null;

        public bool IsOptional => false;
    }
}
