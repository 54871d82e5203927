namespace Capsule.Auth.Administration;

/// <summary>A page of users.</summary>
/// <param name="Users">In the list's order.</param>
/// <param name="Next">What <c>after</c> must be for the page that follows; null on the last one.</param>
public sealed record UserPage(IReadOnlyList<FoundUser> Users, Guid? Next);
