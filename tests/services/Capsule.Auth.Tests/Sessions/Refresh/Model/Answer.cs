namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>What came of a step.</summary>
/// <param name="Done">Whether it was done, or the token is good.</param>
/// <param name="Token">The refresh token that it gave.</param>
internal sealed record Answer(bool Done, string? Token = null);
