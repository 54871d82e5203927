using System.Net;
using Capsule.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Capsule.Web.Tests.Browsers;

public sealed class SecurityHeaderTests
{
    private const string App = "https://app.example.com";

    [Theory]
    [InlineData("/fine", HttpStatusCode.OK)]
    [InlineData("/broken", HttpStatusCode.InternalServerError)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/health", HttpStatusCode.OK)]
    public async Task Every_answer_has_the_headers_errors_too(string path, HttpStatusCode status)
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], response.Headers.GetValues("Content-Security-Policy"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task An_endpoint_that_answers_with_a_page_says_what_it_loads()
    {
        await using var service = await StartAsync();

        var response = await service.Client.GetAsync("/page");

        Assert.Equal(["default-src 'self'"], response.Headers.GetValues("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Development", false)]
    public async Task Browsers_are_told_to_stay_with_https_outside_Development(string environment, bool told)
    {
        await using var service = await TestService.StartAsync(
            map: app => app.MapGet("/fine", () => "fine"),
            early: app =>
                app.Use(
                    (context, next) =>
                    {
                        (context.Request.Scheme, context.Request.Host) = ("https", new HostString("auth.example.com"));
                        return next(context);
                    }
                ),
            environment: environment
        );

        var response = await service.Client.GetAsync("/fine");

        Assert.Equal(
            told ? "max-age=31536000" : null,
            response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null
        );
    }

    [Fact]
    public async Task No_other_origin_may_ask_unless_it_is_set()
    {
        await using var service = await StartAsync();

        Assert.False((await AskAsync(service, "/fine", App)).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await PreflightAsync(service, App)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Origins_that_are_set_may_ask_and_read_errors_and_others_may_not()
    {
        await using var service = await StartAsync(("Cors:AllowedOrigins", $"{App}, http://localhost:5173"));

        foreach (var path in new[] { "/fine", "/nowhere", "/broken" })
        {
            var response = await AskAsync(service, path, App);
            Assert.Equal([App], response.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.False((await AskAsync(service, path, "https://evil.example.com")).Headers.Contains("Access-Control-Allow-Origin"));
        }

        var preflight = await PreflightAsync(service, "http://localhost:5173");
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(["PATCH"], preflight.Headers.GetValues("Access-Control-Allow-Methods"));
        Assert.Equal(["authorization,content-type"], preflight.Headers.GetValues("Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("https://user@app.example.com")]
    [InlineData("HTTPS://App.example.com")]
    [InlineData("file:///etc")]
    [InlineData("null")]
    [InlineData("https://app.example.com,nonsense")]
    public async Task What_is_no_origin_is_named_at_start(string origins)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(("Cors:AllowedOrigins", origins)));

        Assert.StartsWith("Cors:AllowedOrigins must", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync(params (string, string?)[] settings) =>
        TestService.StartAsync(
            map: app =>
            {
                app.MapGet("/fine", () => "fine");
                app.MapPatch("/fine", () => "changed");
                app.MapGet("/broken", string () => throw new InvalidOperationException("broken"));
                app.MapGet(
                    "/page",
                    (HttpResponse response) =>
                    {
                        response.Headers.ContentSecurityPolicy = "default-src 'self'";
                        return "page";
                    }
                );
            },
            settings: settings
        );

    private static Task<HttpResponseMessage> AskAsync(TestService service, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        return service.Client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> PreflightAsync(TestService service, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/fine");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "PATCH");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return service.Client.SendAsync(request);
    }
}
