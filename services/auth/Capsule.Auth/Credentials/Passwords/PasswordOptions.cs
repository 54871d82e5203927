namespace Capsule.Auth.Credentials.Passwords;

/// <summary>Settings of section <c>Auth:Passwords</c>.</summary>
public sealed class PasswordOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Passwords";

    /// <summary>
    /// Minimum number of iterations outside Development: slightly more than the 210,000 that OWASP's Password Storage Cheat Sheet
    /// recommends for PBKDF2-HMAC-SHA512.
    /// </summary>
    public const int MinIterations = 220_000;

    /// <summary>Minimum length of a password in characters (NIST SP 800-63B, section 5.1.1.2).</summary>
    public const int MinLength = 8;

    /// <summary>Maximum length of a password in characters, which bounds the work of hashing.</summary>
    public const int MaxLength = 256;

    /// <summary>Iterations of PBKDF2-HMAC-SHA512. A password that was hashed with fewer is hashed again at the next sign-in.</summary>
    public int Iterations { get; set; } = MinIterations;

    /// <summary>Number of passwords that are hashed at the same time; 0 for the number of cores.</summary>
    public int Concurrency { get; set; }

    /// <summary>Maximum number of waiting hashes; further requests are told to come back later.</summary>
    public int QueueLength { get; set; } = 100;
}
