namespace Capsule.Auth.ApiKeys;

/// <summary>Some of a user's API keys, newest first.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Next">What <c>after</c> is for the next page; null on the last.</param>
public sealed record ApiKeyPage(IReadOnlyList<ApiKeyResponse> Keys, Guid? Next);
