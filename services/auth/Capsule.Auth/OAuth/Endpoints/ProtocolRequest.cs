using Capsule.Auth.Keys;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Capsule.Auth.OAuth.Endpoints;

/// <summary>Lets OpenIddict answer a request.</summary>
internal static class ProtocolRequest
{
    /// <summary>OpenIddict's authentication scheme.</summary>
    public const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>Lets OpenIddict answer an endpoint that is OpenIddict's alone.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext context) =>
        await IsAnsweredAsync(context)
            ? new Answered(context.Response.StatusCode)
            : throw new InvalidOperationException("OpenIddict does not know this address.");

    /// <summary>Lets OpenIddict validate the request, and answer it if it can; returns false when the endpoint has to answer.</summary>
    public static async Task<bool> IsAnsweredAsync(HttpContext context)
    {
        // Loads the signing keys first, because OpenIddict's options are created synchronously and need them.
        await context.RequestServices.GetRequiredService<KeyRing>().CurrentAsync(context.RequestAborted);
        var handler = await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, Scheme);
        return await ((IAuthenticationRequestHandler)handler!).HandleRequestAsync();
    }

    /// <summary>An answer that has been written already; it tells the limits its status.</summary>
    internal sealed class Answered(int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public Task ExecuteAsync(HttpContext httpContext) => Task.CompletedTask;
    }
}
