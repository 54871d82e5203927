namespace Capsule.Auth.Sessions;

/// <summary>Sensitive endpoints require that the user signed in or stepped up a short time ago (RFC 9470).</summary>
internal static class RecentAuthentication
{
    /// <summary>Maximum age of the sign-in or step-up in minutes.</summary>
    public const int MaxMinutes = 15;
}
