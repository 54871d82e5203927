namespace Capsule.Auth.Sessions.Refresh;

/// <summary>A refresh token that this service has created.</summary>
/// <param name="SessionId">The token's session.</param>
/// <param name="Generation">How many tokens of the session came before it.</param>
/// <param name="Hash">SHA-256 of the token, which the database keeps.</param>
/// <param name="Bytes">The token itself, from which its successor is derived. Never write it to a log or a table.</param>
internal sealed record RefreshToken(Guid SessionId, int Generation, byte[] Hash, byte[] Bytes);
