namespace Capsule.Web;

/// <summary>The claims of an access token that identify the caller.</summary>
internal static class CallerClaimTypes
{
    /// <summary>The token's subject (RFC 9068, section 2.2).</summary>
    public const string Subject = "sub";

    /// <summary>The client that the token was issued to (RFC 9068, section 2.2).</summary>
    public const string Client = "client_id";

    /// <summary>The caller's API key.</summary>
    public const string ApiKey = "key_id";
}
