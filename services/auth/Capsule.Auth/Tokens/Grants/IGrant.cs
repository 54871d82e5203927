namespace Capsule.Auth.Tokens.Grants;

/// <summary>A way to tokens (RFC 6749, section 1.3).</summary>
internal interface IGrant
{
    /// <summary>Its <c>grant_type</c>.</summary>
    string Type { get; }

    /// <summary>Answers with tokens, or why there are none.</summary>
    Task<IResult> ExecuteAsync(TokenRequest request, CancellationToken cancellation);
}
