using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>Answers with the successor that a refresh token already has, instead of making another.</summary>
internal sealed class FindSuccessor(RefreshTokenReferences references, IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<GenerateTokenContext>
{
    public async ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (!IsRefresh(context))
        {
            return;
        }

        // IssueSuccessor keeps the payload under the derived reference.
        context.PersistTokenPayload = false;
        var reference = references.SuccessorOf(context.Request!.RefreshToken!);
        if (await tokens.FindByReferenceIdAsync(reference, context.CancellationToken) is not null)
        {
            context.CreateTokenEntry = false;
            context.Token = reference;
        }
    }

    internal static bool IsRefresh(GenerateTokenContext context) =>
        context.TokenType is TokenTypeIdentifiers.RefreshToken && context.EndpointType is OpenIddictServerEndpointType.Token
            && context.Request?.IsRefreshTokenGrantType() == true;
}

/// <summary>Keeps a new successor under the reference that is derived from its predecessor.</summary>
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
