using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Store;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>
/// Revokes the token that a client presents (RFC 7009). A token of a user's grant ends the whole family. A token that the client has for
/// itself is revoked alone, by a row of its own.
/// </summary>
internal sealed class RevokePresented(
    IOpenIddictTokenManager tokens,
    IOpenIddictApplicationManager applications,
    AuthDbContext database,
    AuditLog audit
) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        var principal = context.GenericTokenPrincipal!;
        if ((principal.GetAuthorizationId() ?? principal.GetClaim(UserIdentity.Session)) is { } family)
        {
            await EndAsync(Guid.Parse(family), Guid.Parse(principal.GetClaim(Claims.Subject)!), context.CancellationToken);
        }
        else if (
            Guid.TryParse(principal.GetClaim(Claims.JwtId), out var id)
            && await database.OAuthTokens.FindAsync([id], context.CancellationToken) is null
        )
        {
            await AddAsync(id, context, principal.GetExpirationDate());
        }
    }

    private async Task EndAsync(Guid family, Guid user, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await tokens.RevokeByAuthorizationIdAsync(family.ToString(), cancellationToken);
        audit.Add(AuditEvents.SessionEnded, user, actor: user, session: family);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task AddAsync(Guid id, HandleRevocationRequestContext context, DateTimeOffset? expires)
    {
        var client = (OAuthApplication)(await applications.FindByClientIdAsync(context.Request.ClientId!, context.CancellationToken))!;
        database.OAuthTokens.Add(
            new OAuthToken
            {
                Id = id,
                Application = database.OAuthApplications.Attach(client).Entity,
                Type = TokenTypeIdentifiers.AccessToken,
                Status = Statuses.Revoked,
                Subject = client.Id.ToString(),
                ConcurrencyToken = Guid.NewGuid().ToString(),
                CreationDate = context.GenericTokenPrincipal!.GetCreationDate()?.UtcDateTime,
                ExpirationDate = expires?.UtcDateTime,
            }
        );
        await database.SaveChangesAsync(context.CancellationToken);
    }
}
