namespace Capsule.Security;

/// <summary>The token itself is valid, but its session has ended.</summary>
internal sealed class SessionEndedException() : Exception("The session of the token has ended.");
