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
/// Lets one exchange of a family happen at a time: locks its row until the answer stands (<see cref="ReleaseFamily"/>), so that each
/// exchange sees the result of the one before. A token that was replaced, and that no client presents again for want of an answer, was
/// stolen: the family ends.
/// </summary>
internal sealed class LockFamily(
    AuthDbContext database, Families families, RefreshTokenReferences references, IOpenIddictTokenManager tokens, AuditLog audit,
        TimeProvider timeProvider)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    private const string Used = "The token is not valid, was replaced, or its grant has ended: sign in again.";

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Introspection)
        {
            await InspectAsync(context);
        }
        else if (context.EndpointType is OpenIddictServerEndpointType.Token && Guid.TryParse(context.AuthorizationId, out var family)
            && Guid.TryParse(context.TokenId, out var id))
        {
            await LockAsync(context, family, id);
        }
    }

    // To ask about a token that was replaced is not to use it.
    private async Task InspectAsync(ValidateTokenContext context)
    {
        if (Guid.TryParse(context.TokenId, out var id) && await database.OAuthTokens.SingleAsync(token =>
            token.Id == id, context.CancellationToken) is { Status: Statuses.Redeemed } token
            && await IsReuseAsync(context, token))
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

        // Token and family were read before the lock.
        var token = await database.OAuthTokens.SingleAsync(token => token.Id == id, context.CancellationToken);
        await database.Entry(token).ReloadAsync(context.CancellationToken);
        if (token.Status != Statuses.Redeemed || !await IsReuseAsync(context, token))
        {
            return;
        }

        await tokens.RevokeByAuthorizationIdAsync(family.ToString(), context.CancellationToken);
        audit.Add(
            IsCode(token) ? AuditEvents.CodeReused
                : AuditEvents.TokenReused, Guid.Parse(token.Subject!), new { Client = context.Request?.ClientId }, session: family);
        await database.SaveChangesAsync(context.CancellationToken);
        context.Reject(Errors.InvalidToken, Used);
    }

    private async Task<bool> IsReuseAsync(ValidateTokenContext context, OAuthToken token)
    {
        if (token.Type != TokenTypeIdentifiers.RefreshToken || context.Options.RefreshTokenReuseLeeway is not { } leeway
            || token.RedemptionDate + leeway < timeProvider.GetUtcNow().UtcDateTime)
        {
            return true;
        }

        // Its successor was used: the client has the answer that it would ask for again.
        var presented = context.Request?.RefreshToken ?? context.Request?.Token;
        var successor = (OAuthToken?)await tokens.FindByReferenceIdAsync(references.SuccessorOf(presented!), context.CancellationToken);
        return successor is not null && await database.OAuthTokens.AnyAsync(row =>
            row.Id == successor.Id && row.Status != Statuses.Valid, context.CancellationToken);
    }

    private static bool IsCode(OAuthToken token) => token.Type == TokenTypeIdentifiers.Private.AuthorizationCode;
}
