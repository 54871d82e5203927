using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;

namespace Capsule.Cli.Api;

/// <summary>Calls a service's API once and converts the response for the command line.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly bool _isLogin;

    public ApiClient(ServiceCaller caller)
    {
        _client = ServiceHttp.At(caller.Address);
        _isLogin = caller.Login is not null;
        if (!AuthenticationHeaderValue.TryParse($"Bearer {caller.Token}", out var authorization))
        {
            throw new CliException(ExitCode.Configuration, $"{ServiceCaller.TokenVariable} is neither an access token nor an API key.");
        }

        _client.DefaultRequestHeaders.Authorization = authorization;
    }

    public async Task<ApiResult> SendAsync(
        HttpMethod method,
        string path,
        Dictionary<string, object>? body,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            var document = await ServiceHttp.DocumentAsync(response, cancellationToken);
            return response.IsSuccessStatusCode
                ? new ApiResult(ExitCode.Success, document ?? JsonSerializer.SerializeToElement(new { done = true }), null)
                : new ApiResult(Code(response.StatusCode), null, Reason(response, document));
        }
        catch (Exception exception) when (ServiceHttp.IsNoAnswer(exception, cancellationToken))
        {
            return new ApiResult(ExitCode.Unavailable, null, ServiceHttp.NoAnswer(_client.BaseAddress, exception));
        }
    }

    public void Dispose() => _client.Dispose();

    private static int Code(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.Refused,
            HttpStatusCode.BadRequest => ExitCode.Usage,
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ExitCode.Unavailable,
            _ => ExitCode.Findings,
        };

    private string Reason(HttpResponseMessage response, JsonElement? problem)
    {
        var detail = problem is { } document ? Detail(document) : null;
        return PrintableText.Of(detail ?? $"the service answered {(int)response.StatusCode}.") + Advice(response.StatusCode, problem);
    }

    private string Advice(HttpStatusCode status, JsonElement? problem) =>
        (status, Type(problem)) switch
        {
            (_, "urn:capsule:problem:session-required") => $" Set {ServiceCaller.TokenVariable} to the access token of your own session "
                + "(POST /api/sessions); capsule login and API keys are for reading.",
            (HttpStatusCode.Unauthorized, _) when _isLogin => " Sign in again: capsule login.",
            _ => "",
        };

    private static string? Type(JsonElement? problem) => problem is { } document ? AuthResponse.Text(document, "type") : null;

    private static string? Detail(JsonElement problem) =>
        AuthResponse.Text(problem, "detail")
        ?? (Cell.Property(problem, "errors") is { ValueKind: JsonValueKind.Object } errors ? errors.GetRawText() : null);
}

/// <summary>The response of an API.</summary>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Document">The response's JSON; null when the request was refused.</param>
/// <param name="Error">The reason for the refusal; null otherwise.</param>
internal sealed record ApiResult(int ExitCode, JsonElement? Document, string? Error);
