namespace Capsule.Auth.Tokens.Grants;

/// <summary>A way to tokens (RFC 6749, section 1.3), registered by its <c>grant_type</c>.</summary>
internal interface IGrant
{
    /// <summary>Answers with tokens, or why there are none.</summary>
    Task<IResult> ExecuteAsync(TokenRequest request, CancellationToken cancellation);
}
