using Capsule.Auth.Authorization;
using Capsule.Auth.Clients;
using Capsule.Auth.Sessions;

namespace Capsule.Auth.Tokens.Grants;

/// <summary>Exchanges an authorization code (RFC 6749, section 4.1.3) by its client, which shows the verifier (RFC 7636).</summary>
internal sealed class AuthorizationCodeGrant(ExchangeCode exchange, TokenResponses responses, IdTokenWriter idTokens) : IGrant
{
    private const string NotValid = "The code is not valid, was used, or has expired, or client, redirect_uri and code_verifier are not those that it was made for.";

    public async Task<IResult> ExecuteAsync(TokenRequest request, CancellationToken cancellation)
    {
        var form = request.Form;
        if (request.Client is not { } client)
        {
            return OAuthErrors.InvalidClient(request.Http.Response, "client_id is missing.");
        }

        if (!client.GrantTypes.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal))
        {
            return OAuthErrors.UnauthorizedClient("The client may not get tokens this way.");
        }

        if ((form.Find("code"), form.Find("redirect_uri"), form.Find("code_verifier")) is not ({ } code, { } redirectUri, { } verifier))
        {
            return OAuthErrors.InvalidRequest("code, redirect_uri and code_verifier are needed.");
        }

        if (!CodeChallenge.IsVerifier(verifier))
        {
            return OAuthErrors.InvalidRequest("code_verifier must have 43 to 128 letters, digits, - . _ or ~.");
        }

        return await exchange.ExecuteAsync(
            client, code, redirectUri, CodeChallenge.Of(verifier), Caller.Device(request.Http), Caller.Address(request.Http), cancellation) is { } begun
            ? TypedResults.Ok(await AnswerAsync(client, begun, cancellation))
            : OAuthErrors.InvalidGrant(NotValid);
    }

    private async Task<TokenResponse> AnswerAsync(Client client, BegunSession begun, CancellationToken cancellation)
    {
        var refreshToken = client.GrantTypes.Contains(GrantTypes.RefreshToken, StringComparer.Ordinal) ? begun.RefreshToken : null;
        var answer = await responses.WriteAsync(begun.Token, refreshToken, cancellation);
        return begun.Token.Scopes.Contains(OpenIdScopes.OpenId, StringComparer.Ordinal)
            ? answer with { IdToken = await idTokens.WriteAsync(begun.Token, answer.AccessToken, begun.Nonce, cancellation) }
            : answer;
    }
}
