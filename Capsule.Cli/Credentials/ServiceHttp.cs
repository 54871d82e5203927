using System.Text.Json;

namespace Capsule.Cli.Credentials;

/// <summary>Settings for calls to services: a timeout, and no redirects, which could send credentials elsewhere.</summary>
internal static class ServiceHttp
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Creates a client for the service at an address.</summary>
    public static HttpClient At(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout };

    /// <summary>Returns whether the exception means that the service did not answer, and not that the caller cancelled.</summary>
    public static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Returns the message for a service that did not answer.</summary>
    public static string NoAnswer(Uri? address, Exception exception) =>
        $"{address} cannot be reached: {exception.GetBaseException().Message}";

    /// <summary>Returns the response's JSON; null when it has no readable JSON.</summary>
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
