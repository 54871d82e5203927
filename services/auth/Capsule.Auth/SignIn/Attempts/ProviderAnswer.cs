namespace Capsule.Auth.SignIn.Attempts;

/// <summary>What a provider sends a user back with (RFC 6749, sections 4.1.2 and 4.1.2.1).</summary>
/// <param name="State">What it was sent with.</param>
/// <param name="Code">To be exchanged for who it is.</param>
/// <param name="Error">Why there is no code.</param>
/// <param name="Issuer">Who answers (RFC 9207).</param>
internal sealed record ProviderAnswer(string? State, string? Code, string? Error, string? Issuer)
{
    private const int MaxLength = 4096;

    /// <summary>The parameter that is none (RFC 6749, section 3.1): it comes twice, or is longer than any; null when all may be.</summary>
    public static string? Flaw(IQueryCollection query) =>
        query.FirstOrDefault(parameter => parameter.Value.Count > 1 || parameter.Value[0]?.Length > MaxLength).Key;

    // Not the code.
    public override string ToString() => nameof(ProviderAnswer);
}
