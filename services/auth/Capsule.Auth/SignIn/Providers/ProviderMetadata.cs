using System.Threading.RateLimiting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>
/// Caches a provider's metadata and keys. They are fetched twice a day, and at once when an unknown key has signed an ID token, because
/// providers rotate their keys at any time. .NET's ConfigurationManager would refuse the first such token, and after a second rotation all
/// tokens for five minutes.
/// </summary>
internal sealed class ProviderMetadata(string address, IHttpClientFactory clients, bool requiresHttps, TimeProvider timeProvider)
    : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly SemaphoreSlim _turn = new(1, 1);

    // Limits the requests for metadata if a provider signs with keys that it does not publish.
    private readonly TokenBucketRateLimiter _refreshes = new(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = 5,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(30),
            QueueLimit = 0,
        }
    );

    private Fetched? _current;

    /// <summary>Returns the metadata; an older version while the provider does not answer.</summary>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        if (_current is { } current && timeProvider.GetElapsedTime(current.At) < Lifetime)
        {
            return current.Document;
        }

        try
        {
            return await FetchAsync(known: _current, cancellationToken);
        }
        catch (Exception exception)
            when (_current is not null && exception is InvalidOperationException or IOException or HttpRequestException)
        {
            return _current!.Document;
        }
    }

    /// <summary>
    /// Fetches metadata and keys again after a token was signed by a key that is not in <paramref name="known"/>. Requests at the same time
    /// share one fetch. Null when there were too many fetches lately.
    /// </summary>
    public async Task<OpenIdConnectConfiguration?> RefreshAsync(OpenIdConnectConfiguration known, CancellationToken cancellationToken)
    {
        if (_current is { } current && current.Document != known)
        {
            return current.Document;
        }

        using var lease = _refreshes.AttemptAcquire();
        return lease.IsAcquired ? await FetchAsync(_current, cancellationToken) : null;
    }

    public void Dispose()
    {
        _turn.Dispose();
        _refreshes.Dispose();
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(Fetched? known, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_current is null || _current == known)
            {
                using var client = clients.CreateClient(ProviderClient.Name);
                var retriever = new HttpDocumentRetriever(client) { RequireHttps = requiresHttps };
                _current = new Fetched(
                    await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancellationToken),
                    timeProvider.GetTimestamp()
                );
            }

            return _current.Document;
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed record Fetched(OpenIdConnectConfiguration Document, long At);
}
