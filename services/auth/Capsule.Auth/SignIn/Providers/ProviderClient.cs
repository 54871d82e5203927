using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>Calls providers: exchanges codes (RFC 6749, section 4.1.3) and reads JSON.</summary>
internal sealed class ProviderClient(IHttpClientFactory clients)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Name = "providers";

    /// <summary>
    /// Exchanges a code. The answer has <c>access_token</c>, and <c>id_token</c> if the provider speaks OpenID Connect.
    /// </summary>
    /// <exception cref="ProviderException">The provider does not answer, or refuses.</exception>
    public async Task<JsonElement> ExchangeAsync(
        string endpoint,
        ProviderOptions options,
        string code,
        ProviderRequest asked,
        CancellationToken cancellationToken
    )
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = asked.RedirectUri,
            ["code_verifier"] = asked.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        if (options.TokenAuthentication == TokenAuthentications.Post)
        {
            (form["client_id"], form["client_secret"]) = (options.ClientId!, options.ClientSecret!);
        }
        else
        {
            var credentials = $"{Uri.EscapeDataString(options.ClientId!)}:{Uri.EscapeDataString(options.ClientSecret!)}";
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials))
            );
        }

        request.Content = new FormUrlEncodedContent(form);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Reads JSON with an access token.</summary>
    /// <exception cref="ProviderException">The provider does not answer, or refuses.</exception>
    public async Task<JsonElement> ReadAsync(string endpoint, string accessToken, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await SendAsync(request, cancellationToken);
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // GitHub answers with a form unless the request accepts JSON.
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var client = clients.CreateClient(Name);
            using var response = await client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize<JsonElement>(text)
                : throw new ProviderException(
                    $"{request.RequestUri!.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode}{Error(text)}."
                );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new ProviderException(
                $"{request.RequestUri!.GetLeftPart(UriPartial.Path)} gave no answer that could be read: {exception.Message}",
                exception
            );
        }
    }

    // Returns only the error code (RFC 6749, section 5.2), because the rest of the body may be confidential.
    private static string Error(string text)
    {
        try
        {
            return Claims.Text(JsonSerializer.Deserialize<JsonElement>(text), "error") is { } error ? $" ({error})" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
