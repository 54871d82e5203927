namespace Capsule.Auth.SignIn.Providers;

/// <summary>How a client's secret is sent to a provider (RFC 6749, section 2.3.1).</summary>
internal static class TokenAuthentications
{
    /// <summary>The secret is sent in the header <c>Authorization</c>.</summary>
    public const string Basic = "basic";

    /// <summary>The secret is sent in the body.</summary>
    public const string Post = "post";
}
