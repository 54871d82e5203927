using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.SignIn;

/// <summary>
/// Takes the proof once more that who is signed in is still the user, for what asks for a recent one (RFC 9470). The client keeps its
/// refresh token: what it is exchanged for from then on says the new time.
/// </summary>
internal sealed class StepUp(
    AuthDbContext database,
    CurrentPassword passwords,
    PasswordlessProof passwordless,
    SecondFactor secondFactor,
    TokenResponses responses,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    // Relies on pk_sessions and pk_users.
    private static readonly SchemaSql Renew = new(
        """
        update {schema}.sessions session
        set stepped_up_at = {2}, last_seen_at = clock_timestamp(), methods = coalesce({3}, methods)
        from {schema}.users owner
        where session.id = {0} and session.user_id = {1} and session.revoked_at is null and session.expires_at > clock_timestamp()
            and owner.id = session.user_id and owner.active
        returning session.scopes as "Scopes", session.methods as "Methods",
            array(select role from {schema}.user_roles where user_id = owner.id order by role) as "Roles"
        """
    );

    /// <summary>Returns an access token; none when password or code are wrong or missing, or the session has ended.</summary>
    public async Task<SignInAnswer> ExecuteAsync(Guid userId, Guid sessionId, StepUpRequest request, CancellationToken cancellationToken)
    {
        if (await passwords.CheckPasswordIfAnyAsync(userId, request.Password, cancellationToken) is not { } user)
        {
            return SignInOutcome.Refused;
        }

        if (await secondFactor.FindAsync(userId, cancellationToken) is not { } authenticator)
        {
            if (!user.HasPassword && !await passwordless.CheckProviderAsync(user, request, cancellationToken))
            {
                return SignInOutcome.Refused;
            }

            await using var begun = await database.Database.BeginTransactionAsync(cancellationToken);
            return await RenewAsync(userId, sessionId, methods: null, begun, cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(request.Code))
        {
            return SignInOutcome.CodeIsMissing;
        }

        await using var transaction = await secondFactor.TakeAsync(
            user,
            authenticator,
            request.Code,
            AuditEvents.CodeRefused,
            cancellationToken
        );
        return transaction is null
            ? SignInOutcome.CodeIsWrong
            : await RenewAsync(userId, sessionId, Methods.PasswordAndCode, transaction, cancellationToken);
    }

    private async Task<SignInAnswer> RenewAsync(
        Guid userId,
        Guid sessionId,
        string[]? methods,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var now = timeProvider.GetUtcNow();
        var renewed = (
            await database
                .Database.SqlQueryRaw<RenewedRow>(Renew.In(database), sessionId, userId, now, TextArray(methods))
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
        if (renewed is null)
        {
            return SignInOutcome.Refused;
        }

        audit.Add(AuditEvents.SteppedUp, userId, new { renewed.Methods });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var token = new AccessToken(
            userId,
            sessionId,
            SessionScopes.Of(renewed.Scopes, renewed.Roles),
            renewed.Roles,
            now,
            renewed.Methods
        );
        return new SignInAnswer(SignInOutcome.SignedIn, await responses.WriteAsync(token, refreshToken: null, cancellationToken));
    }

    private static NpgsqlParameter TextArray(string[]? values) =>
        new() { Value = (object?)values ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    /// <summary>What the statement returns.</summary>
    internal sealed record RenewedRow(string[] Scopes, string[] Methods, string[] Roles);
}
