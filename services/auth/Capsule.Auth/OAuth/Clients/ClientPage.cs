namespace Capsule.Auth.OAuth.Clients;

/// <summary>Some clients, newest first.</summary>
/// <param name="Clients">The clients.</param>
/// <param name="Next">What <c>after</c> is for the next page; null on the last.</param>
public sealed record ClientPage(IReadOnlyList<ClientResponse> Clients, Guid? Next);
