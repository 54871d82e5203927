using Capsule.Auth.Audit;
using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Keys;

/// <summary>The keys in the database; makes the next when it is time.</summary>
internal sealed class SigningKeyTable(
    AuthDbContext database,
    SecretBox secrets,
    TimeProvider timeProvider,
    IOptions<SigningKeyOptions> options,
    SignedTokens signed,
    GenerateKey generate,
    AuditLog audit,
    ILogger<SigningKeyTable> logger
)
{
    // Lets one replica create the next key. The number is "capskeys" in ASCII, and of no other lock.
    private static readonly SchemaSql Lock = new("select pg_advisory_xact_lock(x'636170736b657973'::bigint)");

    // Clocks differ, and services that validate allow for it.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Reads the keys that tokens may be under, oldest first; makes the first of each algorithm, or the next when the last has nearly had
    /// its time.
    /// </summary>
    public async Task<List<KeyPair>> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = await FindAsync(cancellationToken);
        if (KeyPair.Algorithms.Any(algorithm => IsDue(keys.LastOrDefault(key => key.Algorithm == algorithm), timeProvider.GetUtcNow())))
        {
            await RotateAsync(cancellationToken);
            keys = await FindAsync(cancellationToken);
        }

        return keys.ConvertAll(key => new KeyPair(key, secrets.Open(key.PrivateKey, Place(key.Kid))));
    }

    private Task<List<SigningKey>> FindAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        return database
            .SigningKeys.AsNoTracking()
            .Where(key => key.ExpiresAt == null || key.ExpiresAt > now)
            .OrderBy(key => key.ActiveFrom)
            .ThenBy(key => key.Id)
            .ToListAsync(cancellationToken);
    }

    private bool IsDue(SigningKey? last, DateTimeOffset now) =>
        last is null || last.ActiveFrom + options.Value.RotationInterval - options.Value.PublishAhead <= now;

    private async Task RotateAsync(CancellationToken cancellationToken)
    {
        // Before the transaction: an RSA key takes a while to make.
        var made = KeyPair.Algorithms.ToDictionary(algorithm => algorithm, algorithm => generate(algorithm));
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlRawAsync(Lock.In(database), cancellationToken);
        foreach (var algorithm in KeyPair.Algorithms)
        {
            var now = timeProvider.GetUtcNow();
            var last = await database
                .SigningKeys.Where(key => key.Algorithm == algorithm)
                .OrderByDescending(key => key.ActiveFrom)
                .FirstOrDefaultAsync(cancellationToken);
            if (IsDue(last, now))
            {
                Add(algorithm, made[algorithm], last, now);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void Add(string algorithm, (string Kid, byte[] PublicKey, byte[] PrivateKey) made, SigningKey? last, DateTimeOffset now)
    {
        var (kid, publicKey, privateKey) = made;

        // The first signs at once. A later one is never early, even if nobody was there to make it in time.
        var activeFrom = last is null ? now : Latest(last.ActiveFrom + options.Value.RotationInterval, now + options.Value.PublishAhead);
        database.SigningKeys.Add(
            new SigningKey
            {
                Kid = kid,
                Algorithm = algorithm,
                PublicKey = publicKey,
                PrivateKey = secrets.Seal(privateKey, Place(kid)),
                ActiveFrom = activeFrom,
            }
        );
        audit.Add(
            AuditEvents.SigningKeyRotated,
            data: new
            {
                Kid = kid,
                Algorithm = algorithm,
                ActiveFrom = activeFrom,
            }
        );
        last?.ExpiresAt = activeFrom + signed.Lifetime + Margin;
        logger.LogInformation("Signing key {Kid} ({Algorithm}) signs from {ActiveFrom:u}", kid, algorithm, activeFrom);
    }

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Place(string kid) => $"signing key {kid}";
}
