using Capsule.Auth.Secrets;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Credentials.Logins;

/// <summary>The statements of <c>sign_in_attempts</c>.</summary>
internal sealed class AttemptTable(AuthDbContext database)
{
    // Relies on ix_sign_in_attempts_state_hash. Of two at once the second waits for the row, and finds it answered.
    private static readonly SchemaSql TakeAnswer = new(
        """
        update {schema}.sign_in_attempts set answered_at = clock_timestamp()
        where state_hash = {0} and provider = {1} and browser_hash = {2} and answered_at is null and expires_at > clock_timestamp()
        returning id as "Id", verifier as "Verifier", redirect_uri as "RedirectUri", client_state as "ClientState"
        """
    );

    // Relies on pk_sign_in_attempts. A provider that had the user prove it during the attempt may have a clock that is behind.
    private static readonly SchemaSql Identify = new(
        """
        update {schema}.sign_in_attempts
        set code_hash = {1}, subject = {2}, email = {3}::citext, email_verified = {4}, name = {5},
            authenticated_at = case when {6} < created_at - interval '30 seconds' then {6} end
        where id = {0}
        """
    );

    // Relies on ix_sign_in_attempts_code_hash. Of two at once the second waits for the row, and finds it used.
    private static readonly SchemaSql Use = new(
        """
        update {schema}.sign_in_attempts set used_at = clock_timestamp() where code_hash = {0} and used_at is null and expires_at > clock_timestamp()
        """
    );

    /// <summary>
    /// Takes what a provider sent back; null when it belongs to no attempt of this browser there, was taken, or is too late.
    /// </summary>
    public async Task<AnsweredRow?> AnswerAsync(string state, string provider, string browser, CancellationToken cancellationToken) =>
        (
            await database
                .Database.SqlQueryRaw<AnsweredRow>(
                    TakeAnswer.In(database),
                    OneTimeSecret.HashOf(state),
                    provider,
                    OneTimeSecret.HashOf(browser)
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// Returns an attempt that its provider has answered, or that is too late, by its state. Relies on ix_sign_in_attempts_state_hash.
    /// </summary>
    public Task<SignInAttempt?> FindByStateAsync(string state, string provider, CancellationToken cancellationToken)
    {
        var hash = OneTimeSecret.HashOf(state);
        return database
            .Set<SignInAttempt>()
            .AsNoTracking()
            .SingleOrDefaultAsync(attempt => attempt.StateHash == hash && attempt.Provider == provider, cancellationToken);
    }

    /// <summary>Keeps who it is, for who has the code.</summary>
    public Task IdentifyAsync(Guid id, byte[] codeHash, ExternalIdentity identity, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlRawAsync(
            Identify.In(database),
            [
                id,
                codeHash,
                identity.Subject,
                Text(identity.Email),
                identity.EmailVerified,
                Text(identity.Name),
                Time(identity.AuthenticatedAt),
            ],
            cancellationToken
        );

    /// <summary>Returns the attempt that a code and its app's verifier belong to; null when there is none that can be used.</summary>
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
    /// Uses an attempt, once; false when somebody was quicker. It is as if it had not been when the transaction does not commit.
    /// </summary>
    public async Task<bool> UseAsync(SignInAttempt attempt, CancellationToken cancellationToken) =>
        await database.Database.ExecuteSqlRawAsync(Use.In(database), [attempt.CodeHash!], cancellationToken) == 1;

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>What the statement returns.</summary>
    internal sealed record AnsweredRow(Guid Id, byte[] Verifier, string RedirectUri, string? ClientState);
}
