using Capsule.Auth.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.Protocol.Validation;

/// <summary>Refuses parameters of an authorization that cannot be right, before anything is kept of them.</summary>
internal sealed class CheckParameters
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>, IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => Check(context, context.Request);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) => Check(context, context.Request);

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.Request.CodeVerifier is { } verifier && !Tokens.CodeChallenge.IsVerifier(verifier))
        {
            context.Reject(Errors.InvalidRequest,
                $"The '{Parameters.CodeVerifier}' parameter must have 43 to 128 letters, digits, - . _ or ~.");
        }

        return default;
    }

    private static ValueTask Check(BaseValidatingContext context, OpenIddictRequest request)
    {
        var problem = request switch
        {
            { State: { } state } when !OpaqueParameter.IsOne(state, OpaqueParameter.StateLength) =>
                Rule(Parameters.State, OpaqueParameter.StateLength),
            { Nonce: { } nonce } when !OpaqueParameter.IsOne(nonce, OpaqueParameter.NonceLength) =>
                Rule(Parameters.Nonce, OpaqueParameter.NonceLength),
            { CodeChallenge: { Length: > 0 } challenge } when !Tokens.CodeChallenge.IsChallenge(challenge) =>
                $"The '{Parameters.CodeChallenge}' parameter must be the SHA-256 of the verifier in base64url.",
            _ => null,
        };
        if (problem is not null)
        {
            context.Reject(Errors.InvalidRequest, problem);
        }

        return default;
    }

    private static string Rule(string name, int max) => $"The '{name}' parameter {OpaqueParameter.Rule(max)}";
}
