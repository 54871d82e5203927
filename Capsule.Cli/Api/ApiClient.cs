using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Capsule.Cli.Api;

/// <summary>Calls a service's API once, and puts its answer into the terms of the command line.</summary>
internal sealed partial class ApiClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;

    public ApiClient(ApiSettings settings)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = settings.Address, Timeout = Timeout };
        if (!AuthenticationHeaderValue.TryParse($"Bearer {settings.Token}", out var authorization))
        {
            throw new CliException(ExitCode.Configuration, "CAPSULE_TOKEN is neither an access token nor an API key.");
        }

        _client.DefaultRequestHeaders.Authorization = authorization;
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, Dictionary<string, object>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            var document = await DocumentAsync(response, cancellationToken);
            return response.IsSuccessStatusCode
                ? new ApiAnswer(ExitCode.Success, document ?? JsonSerializer.SerializeToElement(new { done = true }), null)
                : new ApiAnswer(Code(response.StatusCode), null, Reason(response, document));
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new ApiAnswer(ExitCode.Unavailable, null, $"{_client.BaseAddress} cannot be reached: {exception.GetBaseException().Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<JsonElement?> DocumentAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Code(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.Refused,
        HttpStatusCode.BadRequest => ExitCode.Usage,
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ExitCode.Unavailable,
        _ => ExitCode.Findings,
    };

    private static string Reason(HttpResponseMessage response, JsonElement? problem)
    {
        var detail = problem is { } document ? Detail(document) : null;
        return Unprintable().Replace(detail ?? $"the service answered {(int)response.StatusCode}.", " ");
    }

    private static string? Detail(JsonElement problem) => Output.Cell.Property(problem, "detail") is { ValueKind: JsonValueKind.String } detail ? detail.GetString()
        : Output.Cell.Property(problem, "errors") is { ValueKind: JsonValueKind.Object } errors ? errors.GetRawText()
        : null;

    // A server's text must not control the terminal.
    [GeneratedRegex(@"\p{Cc}+")]
    private static partial Regex Unprintable();
}

/// <summary>An answer.</summary>
/// <param name="ExitCode">How the process ends because of it.</param>
/// <param name="Document">What it says; null when the request was refused.</param>
/// <param name="Error">Why it was refused.</param>
internal sealed record ApiAnswer(int ExitCode, JsonElement? Document, string? Error);
