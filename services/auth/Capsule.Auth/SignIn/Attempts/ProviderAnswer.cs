namespace Capsule.Auth.SignIn.Attempts;

/// <summary>The parameters with which a provider sends a user back (RFC 6749, sections 4.1.2 and 4.1.2.1).</summary>
/// <param name="State">The state of the attempt.</param>
/// <param name="Code">The authorization code.</param>
/// <param name="Error">Why there is no code.</param>
/// <param name="Issuer">The issuer of the answer (RFC 9207).</param>
internal sealed record ProviderAnswer(string? State, string? Code, string? Error, string? Issuer)
{
    private const int MaxLength = 4096;

    /// <summary>Returns the name of a parameter that is repeated or too long (RFC 6749, section 3.1); null when there is none.</summary>
    public static string? Flaw(IQueryCollection query) =>
        query.FirstOrDefault(parameter => parameter.Value.Count > 1 || parameter.Value[0]?.Length > MaxLength).Key;

    // Keeps the code out of logs.
    public override string ToString() => nameof(ProviderAnswer);
}
