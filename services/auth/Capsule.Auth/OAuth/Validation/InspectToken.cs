using System.Security.Claims;
using System.Text.Json;
using Capsule.Auth.OAuth.Introspection;
using Capsule.Auth.OAuth.Store;
using Capsule.Security;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>
/// Introspects tokens (RFC 7662). <see cref="TokenInspector"/> describes access tokens, API keys and refresh tokens of users' own sessions;
/// OpenIddict validates clients' refresh tokens.
/// </summary>
internal sealed class InspectToken(TokenInspector inspector, FamilyTable families, IOptions<ServiceAuthenticationOptions> authentication)
    : IOpenIddictServerHandler<ValidateTokenContext>,
        IOpenIddictServerHandler<HandleIntrospectionRequestContext>,
        IOpenIddictServerHandler<ApplyIntrospectionResponseContext>
{
    private const string Property = "capsule:inspected";

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        // At this endpoint, OpenIddict also validates the assertion with which a client authenticates.
        if (
            context.EndpointType is not OpenIddictServerEndpointType.Introspection
            || context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)
        )
        {
            return;
        }

        var inspected = await inspector.InspectAsync(context.Token!, context.CancellationToken);
        if (inspected.Active)
        {
            var identity = new ClaimsIdentity("inspected").SetTokenType(
                inspected.TokenType is null ? TokenTypeIdentifiers.RefreshToken : TokenTypeIdentifiers.AccessToken
            );
            context.Principal = new ClaimsPrincipal(identity);
            context.Transaction.Properties[Property] = inspected;
        }
        else if (context.SecurityTokenHandler.CanReadToken(context.Token))
        {
            context.Reject(Errors.InvalidToken);
        }
    }

    public async ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        if (context.Transaction.GetProperty<IntrospectedToken>(Property) is not null)
        {
            return;
        }

        var principal = context.GenericTokenPrincipal!;
        if (!await families.IsAliveAsync(Guid.Parse(principal.GetAuthorizationId()!), context.CancellationToken))
        {
            context.Reject(Errors.InvalidToken);
            return;
        }

        context.Transaction.Properties[Property] = new IntrospectedToken
        {
            Active = true,
            Subject = principal.GetClaim(Claims.Subject),
            Scope = string.Join(' ', principal.GetScopes().Order(StringComparer.Ordinal)),
            ClientId = principal.GetPresenters().FirstOrDefault(),
            SessionId = Guid.Parse(principal.GetAuthorizationId()!),
            Issuer = authentication.Value.Issuer,
            IssuedAt = principal.GetCreationDate()?.ToUnixTimeSeconds(),
            ExpiresAt = principal.GetExpirationDate()?.ToUnixTimeSeconds(),
        };
    }

    public ValueTask HandleAsync(ApplyIntrospectionResponseContext context)
    {
        if (
            context.Error is null
            && context.Transaction.GetProperty<IntrospectedToken>(Property) is { } inspected
            && (bool?)context.Response[Claims.Active] is true
        )
        {
            context.Response = new OpenIddictResponse(JsonSerializer.SerializeToElement(inspected));
        }

        return default;
    }
}
