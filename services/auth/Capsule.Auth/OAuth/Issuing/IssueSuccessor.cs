using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>
/// Finds the successor of a refresh token that was replaced before, so that a repeated request gets the same answer.
/// <see cref="IssueSuccessor"/> creates the successor.
/// </summary>
internal sealed class FindSuccessor(RefreshTokenReferences references, IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (!IsRefresh(context))
        {
            return;
        }

        // IssueSuccessor stores the payload under the derived reference.
        context.PersistTokenPayload = false;
        var reference = references.SuccessorOf(context.Request!.RefreshToken!);
        if (await tokens.FindByReferenceIdAsync(reference, context.CancellationToken) is not null)
        {
            context.CreateTokenEntry = false;
            context.Token = reference;
        }
    }

    internal static bool IsRefresh(GenerateTokenContext context) =>
        context.TokenType is TokenTypeIdentifiers.RefreshToken
        && context.EndpointType is OpenIddictServerEndpointType.Token
        && context.Request?.IsRefreshTokenGrantType() == true;
}

/// <summary>
/// Rotates the refresh token of an OAuth client (RFC 6749, section 6): stores the successor under a reference that is derived from the
/// presented token, so that the same token always has the same successor. <c>Validation/LockFamily</c> decides whether a replaced
/// token may be presented again. Refresh tokens of users' own sessions are rotated by <c>Sessions/Refresh/RotateRefreshToken</c>.
/// </summary>
internal sealed class IssueSuccessor(RefreshTokenReferences references, IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (!FindSuccessor.IsRefresh(context) || !context.CreateTokenEntry)
        {
            return;
        }

        var token = (await tokens.FindByIdAsync(context.Principal.GetTokenId()!, context.CancellationToken))!;
        var descriptor = new OpenIddictTokenDescriptor();
        await tokens.PopulateAsync(descriptor, token, context.CancellationToken);
        descriptor.Payload = context.Token;
        descriptor.Principal = context.Principal;
        descriptor.ReferenceId = references.SuccessorOf(context.Request!.RefreshToken!);
        await tokens.UpdateAsync(token, descriptor, context.CancellationToken);
        context.Token = descriptor.ReferenceId;
    }
}
