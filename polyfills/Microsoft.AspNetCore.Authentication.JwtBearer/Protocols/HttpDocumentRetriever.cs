namespace Microsoft.IdentityModel.Protocols;

/// <summary>Gets documents over HTTP, by TLS unless told otherwise.</summary>
public class HttpDocumentRetriever(HttpClient httpClient) : IDocumentRetriever
{
    public bool RequireHttps { get; set; } = true;

    /// <exception cref="ArgumentException">The address is not https and <see cref="RequireHttps"/> holds.</exception>
    /// <exception cref="IOException">The document could not be had.</exception>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        if (RequireHttps && !address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The address {address} must use https.", nameof(address));
        }

        try
        {
            using var response = await httpClient.GetAsync(new Uri(address), cancel);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadAsStringAsync(cancel)
                : throw new IOException($"{address} answered {(int)response.StatusCode}.");
        }
        catch (Exception exception) when (exception is not IOException)
        {
            throw new IOException($"{address} does not answer.", exception);
        }
    }
}
