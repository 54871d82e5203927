using Capsule.Auth.Cleanup;
using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>The statements of <c>sign_in_attempts</c>.</summary>
internal sealed class AttemptTable(AuthDbContext database)
{
    private const int DeleteBatch = 1000;

    // Relies on ix_sign_in_attempts_state_hash. The second of two requests waits for the row and finds it answered.
    private static readonly SchemaSql TakeAnswer = new(
        """
        update {schema}.sign_in_attempts set answered_at = clock_timestamp()
        where state_hash = @state_hash and provider = @provider and browser_hash = @browser_hash and answered_at is null
            and expires_at > clock_timestamp()
        returning id as "Id", verifier as "Verifier", redirect_uri as "RedirectUri", client_state as "ClientState"
        """
    );

    // Relies on pk_sign_in_attempts. Keeps the time only if the user signed in at the provider before the attempt; the provider's clock may
    // be behind by 30 seconds.
    private static readonly SchemaSql Identify = new(
        """
        update {schema}.sign_in_attempts
        set code_hash = @code_hash, subject = @subject, email = @email::citext, email_verified = @email_verified, name = @name,
            authenticated_at = case when @authenticated_at < created_at - interval '30 seconds' then @authenticated_at end
        where id = @id
        """
    );

    // Relies on ix_sign_in_attempts_code_hash. The second of two requests waits for the row and finds it used.
    private static readonly SchemaSql Use = new(
        """
        update {schema}.sign_in_attempts set used_at = clock_timestamp()
        where code_hash = @code_hash and used_at is null and expires_at > clock_timestamp()
        """
    );

    // Relies on ix_sign_in_attempts_expires_at, and therefore on current_timestamp: PostgreSQL uses no index for a comparison with
    // clock_timestamp().
    private static readonly SchemaSql DeleteExpired = new(
        $$"""
        delete from {schema}.sign_in_attempts where ctid = any(array(
            select ctid from {schema}.sign_in_attempts where expires_at < current_timestamp
            order by expires_at limit {{DeleteBatch}} for update skip locked))
        """
    );

    /// <summary>
    /// Records that a provider has sent the browser back, and returns the attempt. Null when the browser began no such attempt there, the
    /// attempt was answered before, or it has expired.
    /// </summary>
    public async Task<AnsweredRow?> AnswerAsync(string state, string provider, string browser, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<AnsweredRow>(
                    TakeAnswer.In(database),
                    new NpgsqlParameter("state_hash", OneTimeSecret.HashOf(state)),
                    new NpgsqlParameter("provider", provider),
                    new NpgsqlParameter("browser_hash", OneTimeSecret.HashOf(browser))
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// Returns an attempt by its state, answered and expired ones included. Relies on ix_sign_in_attempts_state_hash.
    /// </summary>
    public Task<SignInAttempt?> FindByStateAsync(string state, string provider, CancellationToken cancellationToken)
    {
        var hash = OneTimeSecret.HashOf(state);
        return database
            .Set<SignInAttempt>()
            .AsNoTracking()
            .SingleOrDefaultAsync(attempt => attempt.StateHash == hash && attempt.Provider == provider, cancellationToken);
    }

    /// <summary>Stores who the user is at the provider, for the app that presents the code.</summary>
    public Task IdentifyAsync(Guid id, byte[] codeHash, ExternalIdentity identity, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Identify.In(database),
            [
                new NpgsqlParameter("id", id),
                new NpgsqlParameter("code_hash", codeHash),
                new NpgsqlParameter("subject", identity.Subject),
                new NpgsqlParameter<string?>("email", identity.Email),
                new NpgsqlParameter("email_verified", identity.EmailVerified),
                new NpgsqlParameter<string?>("name", identity.Name),
                new NpgsqlParameter<DateTimeOffset?>("authenticated_at", identity.AuthenticatedAt),
            ],
            cancellationToken
        );

    /// <summary>Returns the attempt of a code and its app's verifier; null when no such attempt can be used.</summary>
    public Task<SignInAttempt?> FindAsync(byte[] codeHash, string challenge, DateTimeOffset now, CancellationToken cancellationToken) =>
        database
            .Set<SignInAttempt>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                attempt =>
                    attempt.CodeHash == codeHash && attempt.CodeChallenge == challenge && attempt.UsedAt == null && attempt.ExpiresAt > now,
                cancellationToken
            );

    /// <summary>
    /// Uses an attempt up; false when another request has used it. The attempt stays usable if the transaction does not commit.
    /// </summary>
    public async Task<bool> UseAsync(SignInAttempt attempt, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(
            Use.In(database),
            [new NpgsqlParameter("code_hash", attempt.CodeHash!)],
            cancellationToken
        ) == 1;

    /// <summary>Deletes attempts that have expired.</summary>
    public Task<long> DeleteExpiredAsync(CancellationToken cancellationToken) =>
        database.RunInBatchesAsync(DeleteExpired, DeleteBatch, cancellationToken);

    /// <summary>A row of <see cref="TakeAnswer"/>.</summary>
    internal sealed record AnsweredRow(Guid Id, byte[] Verifier, string RedirectUri, string? ClientState);
}
