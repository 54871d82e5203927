namespace Capsule.Auth.Protocol;

/// <summary>The values of the claim <c>amr</c>: how a user has authenticated (RFC 8176).</summary>
internal static class Methods
{
    /// <summary>By the password.</summary>
    public static string[] Password { get; } = ["pwd"];

    /// <summary>At another provider, for which RFC 8176 has no value.</summary>
    public static string[] Federated { get; } = ["fed"];

    /// <summary>At another provider, and by a code that works once.</summary>
    public static string[] FederatedAndCode { get; } = ["fed", "otp", "mfa"];

    /// <summary>By the password and a code that works once.</summary>
    public static string[] PasswordAndCode { get; } = ["pwd", "otp", "mfa"];
}
