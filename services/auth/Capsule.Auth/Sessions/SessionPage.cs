namespace Capsule.Auth.Sessions;

/// <summary>A page of a user's sessions.</summary>
/// <param name="Sessions">Newest first.</param>
/// <param name="Next">What <c>after</c> must be for the page that follows; null on the last one.</param>
public sealed record SessionPage(IReadOnlyList<SessionResponse> Sessions, Guid? Next);
