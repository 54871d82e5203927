namespace Capsule.Auth.Protocol;

/// <summary>How a user proved who they are, as <c>amr</c> says it (RFC 8176).</summary>
internal static class Methods
{
    /// <summary>By their password.</summary>
    public static string[] Password { get; } = ["pwd"];

    /// <summary>By what another provider said, which RFC 8176 has no value for.</summary>
    public static string[] Federated { get; } = ["fed"];

    /// <summary>By what another provider said, and a code that works once.</summary>
    public static string[] FederatedAndCode { get; } = ["fed", "otp", "mfa"];

    /// <summary>By their password and a code that works once, which makes several factors.</summary>
    public static string[] PasswordAndCode { get; } = ["pwd", "otp", "mfa"];
}
