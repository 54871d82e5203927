using Capsule.Auth.Audit;
using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Capsule.Auth.Keys;

/// <summary>Reads the signing keys from the database, and creates the next key in time.</summary>
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

    // Allows for different clocks, as the validation of tokens does.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Reads the keys that may have signed a valid token, oldest first. Creates the first key of each algorithm, and the next one before
    /// the last one's time is over.
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
        // Before the transaction, because the generation of an RSA key takes some time.
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

        // The first key signs at once. A later key is always published ahead, even if it was created too late.
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
