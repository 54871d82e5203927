namespace Capsule.Web;

/// <summary>Settings of a policy: section <c>Limits:NAME</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>The section that policies are in.</summary>
    public const string Section = "Limits";

    /// <summary>Requests from one client address in a window; 0 for any number.</summary>
    public int PerAddress { get; set; }

    /// <summary>Requests for one account in a window, whether or not there is such an account; 0 for any number.</summary>
    public int PerAccount { get; set; }

    /// <summary>How long a window is.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Failures in a window after which a challenge is asked for, where an <see cref="IChallengeVerifier"/> is registered.
    /// </summary>
    public int ChallengeAfter { get; set; } = 3;
}
