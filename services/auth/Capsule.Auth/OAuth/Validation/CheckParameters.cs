using System.Collections.Immutable;
using System.Globalization;
using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.Protocol;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>Refuses malformed parameters of an authorization request before anything is stored.</summary>
internal sealed class CheckParameters
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>,
        IOpenIddictServerHandler<ValidateEndSessionRequestContext>,
        IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => Check(context, context.Request);

    public ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context) => Check(context, context.Request);

    public ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        if (Repeated(context.Request) is { } problem)
        {
            context.Reject(Errors.InvalidRequest, problem);
        }

        return default;
    }

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.Request.CodeVerifier is { } verifier && !Protocol.CodeChallenge.IsVerifier(verifier))
        {
            context.Reject(
                Errors.InvalidRequest,
                $"The '{Parameters.CodeVerifier}' parameter must have 43 to 128 letters, digits, - . _ or ~."
            );
        }

        return default;
    }

    private static ValueTask Check(BaseValidatingContext context, OpenIddictRequest request)
    {
        // An empty parameter counts as missing (RFC 6749, section 3.1).
        var problem =
            Repeated(request)
            ?? request switch
            {
                { State: { Length: > 0 } state } when !OpaqueParameter.IsOne(state, OpaqueParameter.MaxStateLength) => Rule(
                    Parameters.State,
                    OpaqueParameter.MaxStateLength
                ),
                { Nonce: { Length: > 0 } nonce } when !OpaqueParameter.IsOne(nonce, OpaqueParameter.MaxNonceLength) => Rule(
                    Parameters.Nonce,
                    OpaqueParameter.MaxNonceLength
                ),
                { CodeChallenge: { Length: > 0 } challenge } when !Protocol.CodeChallenge.IsChallenge(challenge) =>
                    $"The '{Parameters.CodeChallenge}' parameter must be the SHA-256 of the verifier in base64url.",
                _ when (string?)request[Parameters.MaxAge] is { Length: > 0 } age
                        && !uint.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
                    $"The '{Parameters.MaxAge}' parameter must be a number of seconds.",
                _ => null,
            };
        if (problem is not null)
        {
            context.Reject(Errors.InvalidRequest, problem);
        }

        return default;
    }

    // No parameter may be repeated (RFC 6749, section 3.1), except resource (RFC 8707, section 2).
    private static string? Repeated(OpenIddictRequest request) =>
        request
            .GetParameters()
            .Where(parameter =>
                parameter.Key != Parameters.Resource && (ImmutableArray<string?>?)(OpenIddictParameter?)parameter.Value is { Length: > 1 }
            )
            .Select(parameter => $"The '{OAuthForm.Show(parameter.Key)}' parameter comes twice.")
            .FirstOrDefault();

    private static string Rule(string name, int max) => $"The '{name}' parameter {OpaqueParameter.Rule(max)}";
}
