using System.Security.Claims;
using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using Capsule.Web;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Begins a family of tokens: a user grants scopes to a client in a session of the user's own.</summary>
internal sealed class GrantAccess(
    SignedInUserTable users,
    IOpenIddictAuthorizationManager authorizations,
    AuthDbContext database,
    AuditLog audit,
    TimeProvider timeProvider
)
{
    private static readonly Refusal SessionEnded = Refusal.Forbidden("session-required", "The session has ended: sign in again.");

    /// <summary>Returns the identity that the authorization code carries. Refuses when the session has ended.</summary>
    /// <param name="session">The user's session.</param>
    /// <param name="client">The client.</param>
    /// <param name="scopes">The granted scopes.</param>
    /// <param name="request">The client's request.</param>
    /// <param name="consents">Whether to remember the consent, so that the user is not asked again.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public async Task<Outcome<ClaimsPrincipal>> ExecuteAsync(
        Guid session,
        OAuthApplication client,
        IReadOnlyCollection<string> scopes,
        OpenIddictRequest request,
        bool consents,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await users.FindAndLockAsync(session, cancellationToken) is not { } user)
        {
            return SessionEnded;
        }

        var now = timeProvider.GetUtcNow();
        if (consents)
        {
            await authorizations.CreateAsync(Describe(user, client, scopes, AuthorizationTypes.Permanent, now), cancellationToken);
        }

        var family = (OAuthAuthorization)
            await authorizations.CreateAsync(Describe(user, client, scopes, AuthorizationTypes.AdHoc, now), cancellationToken);
        audit.Add(
            AuditEvents.CodeIssued,
            user.UserId,
            new { Client = client.ClientId, Scopes = scopes },
            actor: user.UserId,
            session: session
        );
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ClaimsPrincipal(UserIdentity.Of(user, scopes, request.GetResources(), family.Id, now));
    }

    private static OpenIddictAuthorizationDescriptor Describe(
        SignedInUser user,
        OAuthApplication client,
        IEnumerable<string> scopes,
        string type,
        DateTimeOffset now
    )
    {
        var descriptor = new OpenIddictAuthorizationDescriptor
        {
            ApplicationId = client.Id.ToString(),
            CreationDate = now,
            Status = Statuses.Valid,
            Subject = user.UserId.ToString(),
            Type = type,
        };
        descriptor.Scopes.UnionWith(scopes);
        return descriptor;
    }
}
