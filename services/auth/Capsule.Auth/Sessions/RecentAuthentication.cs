namespace Capsule.Auth.Sessions;

/// <summary>What sensitive endpoints require of a session: its user proved a short time ago who they are (RFC 9470).</summary>
internal static class RecentAuthentication
{
    /// <summary>How old the proof may be, in minutes.</summary>
    public const int MaxMinutes = 15;
}
