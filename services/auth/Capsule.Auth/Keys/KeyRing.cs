using System.Security.Cryptography;
using Capsule.Workers;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Server;

namespace Capsule.Auth.Keys;

/// <summary>
/// The signing keys as this replica knows them. Shared by all through the database; the next is made when it is time. OpenIddict's options
/// follow it.
/// </summary>
internal sealed class KeyRing(WorkerContext context, IServiceScopeFactory scopes, IOptions<SigningKeyOptions> options)
    : RecurringWork(context, "Signing keys are those of the last time that they could be read"),
        IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile IReadOnlyList<KeyPair> _keys = [];
    private volatile CancellationTokenSource _change = new();

    /// <summary>The keys that tokens may be under, as far as they were read.</summary>
    public IReadOnlyList<KeyPair> Known => _keys;

    /// <inheritdoc/>
    string? IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    /// <summary>The key to sign access tokens with.</summary>
    public ValueTask<KeyPair> CurrentAsync(CancellationToken cancellationToken) => CurrentAsync(KeyPair.Es256, cancellationToken);

    /// <summary>The key of an algorithm to sign with.</summary>
    public async ValueTask<KeyPair> CurrentAsync(string algorithm, CancellationToken cancellationToken) =>
        Current(_keys, algorithm)
        ?? Current(await ReadAsync(cancellationToken), algorithm)
        ?? throw new InvalidOperationException("There is no signing key, though one was just made.");

    /// <summary>The keys that tokens may be under, now or soon, oldest first.</summary>
    public async ValueTask<IReadOnlyList<KeyPair>> PublishedAsync(CancellationToken cancellationToken)
    {
        var keys = _keys.Count > 0 ? _keys : await ReadAsync(cancellationToken);
        var now = TimeProvider.GetUtcNow();
        return [.. keys.Where(key => key.ExpiresAt is null || key.ExpiresAt > now)];
    }

    /// <inheritdoc/>
    protected override WorkSchedule Schedule => new(options.Value.CheckInterval);

    /// <inheritdoc/>
    protected override async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        // Not cancelled: a key that is being made must not be left half-way.
        await ReadAsync(CancellationToken.None);
        return RunResult.Idle;
    }

    /// <summary>Critical where a key cannot be opened: no token can be signed.</summary>
    protected override LogLevel LevelOf(Exception exception) => exception is CryptographicException ? LogLevel.Critical : LogLevel.Warning;

    // The first key, though its time is still to come, where a replica whose clock is ahead made it.
    private KeyPair? Current(IReadOnlyList<KeyPair> keys, string algorithm)
    {
        var now = TimeProvider.GetUtcNow();
        return keys.LastOrDefault(key => key.Algorithm == algorithm && key.ActiveFrom <= now)
            ?? keys.FirstOrDefault(key => key.Algorithm == algorithm);
    }

    private async Task<IReadOnlyList<KeyPair>> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var table = scope.ServiceProvider.GetRequiredService<SigningKeyTable>();
            var before = _keys;
            var known = before.ToDictionary(key => key.Kid);

            // Those that are known keep their signers.
            _keys =
            [
                .. (await table.ReadAsync(cancellationToken)).Select(key =>
                    known.TryGetValue(key.Kid, out var same) && (same.ActiveFrom, same.ExpiresAt) == (key.ActiveFrom, key.ExpiresAt)
                        ? same
                        : key
                ),
            ];
            if (!before.SequenceEqual(_keys))
            {
                Interlocked.Exchange(ref _change, new CancellationTokenSource()).Cancel();
            }

            return _keys;
        }
        finally
        {
            _reading.Release();
        }
    }
}
