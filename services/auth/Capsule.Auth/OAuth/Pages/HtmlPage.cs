using System.Security.Cryptography;
using System.Text;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>A page without scripts. Its content security policy restricts what it may load and where its form may lead.</summary>
/// <param name="Title">The title.</param>
/// <param name="Body">The content.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="FormTargets">Other origins that the form may lead to; browsers also apply the policy to the redirects that follow.</param>
/// <param name="Next">The address that the browser goes on to at once, as if the user had followed a link.</param>
internal sealed record HtmlPage(
    string Title,
    Html Body,
    int Status = StatusCodes.Status200OK,
    IReadOnlyList<string>? FormTargets = null,
    string? Next = null
) : IResult, IStatusCodeHttpResult
{
    private const string Style = """
        body{margin:0;background:#f4f5f7;color:#1d2129;font:16px/1.5 system-ui,sans-serif}
        main{max-width:24rem;margin:8vh auto;padding:2rem;background:#fff;border-radius:12px;box-shadow:0 1px 4px #0002}
        h1{margin:0 0 1rem;font-size:1.4rem}
        label{display:block;margin:1rem 0 .25rem;font-weight:600}
        input{box-sizing:border-box;width:100%;padding:.6rem;border:1px solid #767b85;border-radius:6px;font:inherit}
        button{width:100%;margin-top:1.25rem;padding:.7rem;border:1px solid #1d4ed8;border-radius:6px;background:#1d4ed8;color:#fff;
        font:inherit;font-weight:600;cursor:pointer}
        button.plain{margin-top:.75rem;background:#fff;color:#1d4ed8}
        .or{margin:1.5rem 0 .25rem;text-align:center;color:#4b5563}
        [role=alert]{padding:.6rem .8rem;border-left:4px solid #b42318;background:#fef3f2}
        .hint{margin:.25rem 0 0;color:#4b5563;font-size:.9rem}
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    int? IStatusCodeHttpResult.StatusCode => Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XFrameOptions = "DENY";

        // The browser sends the address of a page to this service only, which needs it to recognise its own forms.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action {string.Join(' ', ["'self'", .. FormTargets ?? []])}; "
            + "base-uri 'none'; frame-ancestors 'none'";
        if (Next is not null)
        {
            response.Headers["Refresh"] = $"0;url={Next}";
        }

        await response.WriteAsync(ToHtml(), httpContext.RequestAborted);
    }

    private string ToHtml()
    {
        Html page = $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Title} · Capsule</title><style>
            """;
        page.AppendLiteral(Style);
        page.AppendLiteral("</style></head><body><main><h1>");
        page.AppendFormatted(Title);
        page.AppendLiteral("</h1>");
        page.AppendFormatted(Body);
        page.AppendLiteral("</main></body></html>");
        return page.ToString();
    }
}
