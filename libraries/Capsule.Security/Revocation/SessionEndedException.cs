namespace Capsule.Security;

/// <summary>The token is valid, but its session has ended.</summary>
internal sealed class SessionEndedException() : Exception("The session of the token has ended.");
