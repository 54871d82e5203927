using System.Text.Json;

namespace Capsule.Cli.Credentials;

/// <summary>How services are called: with a timeout, and following no redirect, which would take credentials elsewhere.</summary>
internal static class ServiceHttp
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>A client of the service at an address.</summary>
    public static HttpClient At(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout };

    /// <summary>Whether the service did not answer, and the caller did not give up.</summary>
    public static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The message about a service that did not answer.</summary>
    public static string NoAnswer(Uri? address, Exception exception) =>
        $"{address} cannot be reached: {exception.GetBaseException().Message}";

    /// <summary>The JSON of an answer; null when it has none that can be read.</summary>
    public static async Task<JsonElement?> DocumentAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
