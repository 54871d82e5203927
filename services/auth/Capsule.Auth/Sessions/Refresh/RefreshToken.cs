namespace Capsule.Auth.Sessions.Refresh;

/// <summary>A refresh token that this service made.</summary>
/// <param name="SessionId">Its session.</param>
/// <param name="Generation">Which of the session's tokens it is, from 0.</param>
/// <param name="Hash">SHA-256 of the token; what the database keeps.</param>
/// <param name="Bytes">The token itself, which successors are derived from; it belongs in no log and no table.</param>
internal sealed record RefreshToken(Guid SessionId, int Generation, byte[] Hash, byte[] Bytes);
