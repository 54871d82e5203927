namespace Capsule.Web;

/// <summary>The claims of an access token that say who calls.</summary>
internal static class CallerClaimTypes
{
    /// <summary>Whom the token speaks for (RFC 9068, section 2.2).</summary>
    public const string Subject = "sub";

    /// <summary>The client that got the token (RFC 9068, section 2.2).</summary>
    public const string Client = "client_id";

    /// <summary>The API key with which the caller calls.</summary>
    public const string ApiKey = "key_id";
}
