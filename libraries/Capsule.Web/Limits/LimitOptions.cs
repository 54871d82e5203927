namespace Capsule.Web;

/// <summary>Settings of a limit policy: section <c>Limits:NAME</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>The section that contains the policies.</summary>
    public const string Section = "Limits";

    /// <summary>Maximum number of requests per client address and window; 0 for no limit.</summary>
    public int PerAddress { get; set; }

    /// <summary>Maximum number of requests per account and window, whether or not the account exists; 0 for no limit.</summary>
    public int PerAccount { get; set; }

    /// <summary>The length of a window.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Number of failures per window after which a challenge is required, if an <see cref="IChallengeVerifier"/> is registered.
    /// </summary>
    public int ChallengeAfter { get; set; } = 3;
}
