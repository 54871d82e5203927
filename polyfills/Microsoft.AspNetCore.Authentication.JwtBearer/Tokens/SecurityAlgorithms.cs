namespace Microsoft.IdentityModel.Tokens;

/// <summary>Names of algorithms, as in the header <c>alg</c>.</summary>
public static class SecurityAlgorithms
{
    public const string EcdsaSha256 = "ES256";
    public const string RsaSha256 = "RS256";
}
