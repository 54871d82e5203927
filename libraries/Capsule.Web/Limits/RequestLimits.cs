using System.Net;
using System.Security.Cryptography;
using System.Text;
using Capsule.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Capsule.Web;

/// <summary>
/// Counts the requests of a policy by client address and by account: in Redis for all replicas, and in this process while Redis is down.
/// </summary>
internal sealed class RequestLimits(
    IServiceProvider services,
    IOptionsMonitor<LimitOptions> options,
    LimitPolicies policies,
    TimeProvider timeProvider
)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly LocalCounters _local = new(timeProvider);

    /// <summary>
    /// Counts an incoming request in one round trip; <see cref="CountResult.Failures"/> is the number of earlier failures.
    /// </summary>
    public ValueTask<CountResult> CountAsync(string policy, IPAddress? address, string? account, CancellationToken cancellationToken)
    {
        var limit = options.Get(policy);
        List<Counter> counters = [];
        Add(counters, limit.PerAddress, Key(policy, "address", ClientNetwork.Of(address)));
        Add(counters, limit.PerAccount, Key(policy, "account", account));
        if (services.GetService<IChallengeVerifier>() is not null)
        {
            counters.AddRange(Failures(policy, address, account, limit: 0));
        }

        return CountAsync(counters, limit.Window, cancellationToken);
    }

    /// <summary>Counts a failure, for the check whether a challenge is required.</summary>
    public async Task FailedAsync(string policy, IPAddress? address, string? account, CancellationToken cancellationToken) =>
        await CountAsync([.. Failures(policy, address, account, limit: int.MaxValue)], options.Get(policy).Window, cancellationToken);

    // Keys contain a hash, so that Redis stores no address in clear text. The braces keep a policy's keys on one node of a cluster.
    private string? Key(string policy, string kind, string? value) =>
        value is null
            ? null
            : $"{policies.Prefix}:limits:{{{policy}}}:{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value.Trim().ToUpperInvariant())).AsSpan(0, 16))}";

    private IEnumerable<Counter> Failures(string policy, IPAddress? address, string? account, int limit) =>
        new[] { Key(policy, "address-failures", ClientNetwork.Of(address)), Key(policy, "account-failures", account) }
            .OfType<string>()
            .Select(key => new Counter(key, limit));

    private static void Add(List<Counter> counters, int limit, string? key)
    {
        if (limit > 0 && key is not null)
        {
            counters.Add(new Counter(key, limit));
        }
    }

    private async ValueTask<CountResult> CountAsync(List<Counter> counters, TimeSpan window, CancellationToken cancellationToken)
    {
        if (counters.Count == 0)
        {
            return default;
        }

        if (services.GetService<RedisConnection>() is not { } redis || !redis.Gate.TryEnter())
        {
            return _local.Count(counters, window);
        }

        try
        {
            var count = await RedisCounters.CountAsync(redis, counters, window).WaitAsync(Timeout, timeProvider, cancellationToken);
            redis.Gate.Succeeded();
            return count;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            redis.Gate.Failed(exception);
            return _local.Count(counters, window);
        }
    }
}
