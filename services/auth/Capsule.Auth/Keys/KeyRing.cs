using System.Security.Cryptography;
using Capsule.Workers;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Server;

namespace Capsule.Auth.Keys;

/// <summary>
/// The signing keys that this replica knows. All replicas share them through the database, and the next key is created in time.
/// OpenIddict's options change with the keys.
/// </summary>
internal sealed class KeyRing(WorkerContext context, IServiceScopeFactory scopes, IOptions<SigningKeyOptions> options)
    : RecurringWork(context, "Signing keys are not read; the last known keys stay in use"),
        IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile IReadOnlyList<KeyPair> _keys = [];
    private volatile CancellationTokenSource _change = new();

    /// <summary>The keys that may have signed a valid token; empty before the first read.</summary>
    public IReadOnlyList<KeyPair> Known => _keys;

    /// <inheritdoc/>
    string? IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    /// <summary>Returns the key that signs access tokens.</summary>
    public ValueTask<KeyPair> CurrentAsync(CancellationToken cancellationToken) => CurrentAsync(KeyPair.Es256, cancellationToken);

    /// <summary>Returns the key that signs with an algorithm.</summary>
    public async ValueTask<KeyPair> CurrentAsync(string algorithm, CancellationToken cancellationToken) =>
        Current(_keys, algorithm)
        ?? Current(await ReadAsync(cancellationToken), algorithm)
        ?? throw new InvalidOperationException("There is no signing key, though one was just made.");

    /// <summary>Returns the keys that sign tokens, will sign tokens, or may have signed a valid token, oldest first.</summary>
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
        // Not cancelled, so that the creation of a key is not interrupted.
        await ReadAsync(CancellationToken.None);
        return RunResult.Idle;
    }

    /// <summary>Critical when a key cannot be opened, because no token can be signed then.</summary>
    protected override LogLevel LevelOf(Exception exception) => exception is CryptographicException ? LogLevel.Critical : LogLevel.Warning;

    // Falls back to a key that is not active yet, because a replica whose clock is ahead may have created the first key.
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

            // A key that is known already keeps its signers.
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
