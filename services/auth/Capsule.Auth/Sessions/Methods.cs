namespace Capsule.Auth.Sessions;

/// <summary>How a user proved who they are, as <c>amr</c> says it (RFC 8176).</summary>
internal static class Methods
{
    /// <summary>By their password.</summary>
    public static string[] Password { get; } = ["pwd"];

    /// <summary>By their password and a code that works once, which makes several factors.</summary>
    public static string[] PasswordAndCode { get; } = ["pwd", "otp", "mfa"];
}
