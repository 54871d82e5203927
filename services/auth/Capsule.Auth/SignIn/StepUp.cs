using Capsule.Auth.Audit;
using Capsule.Auth.Credentials.Proofs;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.Protocol;
using Capsule.Auth.Sessions;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Capsule.Web;
using Microsoft.EntityFrameworkCore.Storage;

namespace Capsule.Auth.SignIn;

/// <summary>
/// Has a signed-in user authenticate once more, for endpoints that require a recent authentication (RFC 9470). The client keeps its refresh
/// token; access tokens that it gets from then on carry the new time.
/// </summary>
internal sealed class StepUp(
    AuthDbContext database,
    SessionTable sessions,
    CurrentPassword passwords,
    PasswordlessProof passwordless,
    SecondFactor secondFactor,
    TokenResponses responses,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    /// <summary>Returns an access token. Refuses when the password or the code is wrong or missing, or the session has ended.</summary>
    public async Task<Outcome<TokenResponse>> ExecuteAsync(
        Guid userId,
        Guid sessionId,
        StepUpRequest request,
        CancellationToken cancellationToken
    )
    {
        var known = await passwords.CheckPasswordIfAnyAsync(userId, request.Password, cancellationToken);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        var user = known.Value;
        return await secondFactor.FindAsync(userId, cancellationToken) is { } authenticator
            ? await WithCodeAsync(user, authenticator, sessionId, request.Code, cancellationToken)
            : await WithoutCodeAsync(user, sessionId, request, cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> WithoutCodeAsync(
        User user,
        Guid sessionId,
        StepUpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!user.HasPassword && !await passwordless.CheckProviderAsync(user, request, cancellationToken))
        {
            return CurrentPassword.Wrong(request.PasswordField);
        }

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        return await RenewAsync(user, sessionId, methods: null, transaction, cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> WithCodeAsync(
        User user,
        Authenticator authenticator,
        Guid sessionId,
        string? code,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return SecondFactorRefusals.Required(RefusalKind.Forbidden);
        }

        await using var transaction = await secondFactor.TakeAsync(user, authenticator, code, AuditEvents.CodeRefused, cancellationToken);
        return transaction is null
            ? SecondFactorRefusals.Wrong(RefusalKind.Forbidden)
            : await RenewAsync(user, sessionId, Methods.PasswordAndCode, transaction, cancellationToken);
    }

    private async Task<Outcome<TokenResponse>> RenewAsync(
        User user,
        Guid sessionId,
        string[]? methods,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var now = timeProvider.GetUtcNow();
        if (await sessions.StepUpAsync(user.Id, sessionId, methods, now, cancellationToken) is not { } session)
        {
            return CurrentPassword.Wrong("password");
        }

        audit.Add(AuditEvents.SteppedUp, user.Id, new { session.Methods });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var scopes = SessionScopes.Of(session.Scopes, session.Roles);
        var token = new AccessToken(user.Id, sessionId, scopes, session.Roles, now, session.Methods);
        return await responses.WriteAsync(token, refreshToken: null, cancellationToken);
    }
}
