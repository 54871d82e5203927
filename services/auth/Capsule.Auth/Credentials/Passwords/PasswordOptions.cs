namespace Capsule.Auth.Credentials.Passwords;

/// <summary>Settings of section <c>Auth:Passwords</c>.</summary>
public sealed class PasswordOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Passwords";

    /// <summary>
    /// Fewest iterations that may be set outside Development: OWASP's Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512 (it says
    /// 210,000), and a little more.
    /// </summary>
    public const int LeastIterations = 220_000;

    /// <summary>Shortest password in characters (NIST SP 800-63B, section 5.1.1.2).</summary>
    public const int LeastLength = 8;

    /// <summary>Longest password in characters, which bounds the work of hashing.</summary>
    public const int MaxLength = 256;

    /// <summary>Iterations of PBKDF2-HMAC-SHA512; a password that was hashed with fewer is hashed again when its user signs in.</summary>
    public int Iterations { get; set; } = LeastIterations;

    /// <summary>Passwords that are hashed at once; 0 for as many as there are cores.</summary>
    public int Concurrency { get; set; }

    /// <summary>How many may wait for their turn; the next is told to come back later.</summary>
    public int QueueLength { get; set; } = 100;
}
