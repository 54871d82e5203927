using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Store;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>
/// Serialises the exchanges of a family of client tokens: locks the family's row until the answer is ready (<see cref="ReleaseFamily"/>),
/// so that each exchange sees the result of the one before. A replaced token is accepted again only from a client that may have missed the
/// answer. Otherwise it was stolen, and the family ends.
/// </summary>
internal sealed class LockFamily(
    AuthDbContext database,
    FamilyTable families,
    RefreshTokenReferences references,
    IOpenIddictTokenManager tokens,
    AuditLog audit,
    TimeProvider timeProvider
) : IOpenIddictServerHandler<ValidateTokenContext>
{
    private const string Used = "The token is not valid, was replaced, or its grant has ended: sign in again.";

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Introspection)
        {
            await InspectAsync(context);
        }
        else if (
            context.EndpointType is OpenIddictServerEndpointType.Token
            && Guid.TryParse(context.AuthorizationId, out var family)
            && Guid.TryParse(context.TokenId, out var id)
        )
        {
            await LockAsync(context, family, id);
        }
    }

    // Introspection of a replaced token is not a use of it, so the family goes on.
    private async Task InspectAsync(ValidateTokenContext context)
    {
        if (
            Guid.TryParse(context.TokenId, out var id)
            && await database.OAuthTokens.SingleAsync(token => token.Id == id, context.CancellationToken)
                is { Status: Statuses.Redeemed } token
            && await IsReuseAsync(context, token)
        )
        {
            context.Reject(Errors.InvalidToken, Used);
        }
    }

    private async Task LockAsync(ValidateTokenContext context, Guid family, Guid id)
    {
        await database.Database.BeginTransactionAsync(context.CancellationToken);
        if (!await families.LockAsync(family, context.CancellationToken))
        {
            context.Reject(Errors.InvalidToken, Used);
            return;
        }

        // Reads the token again, because OpenIddict has read it before the lock.
        var token = await database.OAuthTokens.SingleAsync(token => token.Id == id, context.CancellationToken);
        await database.Entry(token).ReloadAsync(context.CancellationToken);
        if (token.Status != Statuses.Redeemed || !await IsReuseAsync(context, token))
        {
            return;
        }

        await tokens.RevokeByAuthorizationIdAsync(family.ToString(), context.CancellationToken);
        audit.Add(
            IsCode(token) ? AuditEvents.CodeReused : AuditEvents.TokenReused,
            Guid.Parse(token.Subject!),
            new { Client = context.Request?.ClientId },
            session: family
        );
        await database.SaveChangesAsync(context.CancellationToken);
        context.Reject(Errors.InvalidToken, Used);
    }

    private async Task<bool> IsReuseAsync(ValidateTokenContext context, OAuthToken token)
    {
        if (
            token.Type != TokenTypeIdentifiers.RefreshToken
            || context.Options.RefreshTokenReuseLeeway is not { } leeway
            || token.RedemptionDate + leeway < timeProvider.GetUtcNow().UtcDateTime
        )
        {
            return true;
        }

        // A used successor shows that the client got the answer.
        var presented = context.Request?.RefreshToken ?? context.Request?.Token;
        var successor = (OAuthToken?)await tokens.FindByReferenceIdAsync(references.SuccessorOf(presented!), context.CancellationToken);
        return successor is not null
            && await database.OAuthTokens.AnyAsync(
                row => row.Id == successor.Id && row.Status != Statuses.Valid,
                context.CancellationToken
            );
    }

    private static bool IsCode(OAuthToken token) => token.Type == TokenTypeIdentifiers.Private.AuthorizationCode;
}
