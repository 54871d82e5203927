namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>A step and the token that it means, which stays the same whatever happens meanwhile.</summary>
internal sealed record Request(Step Step, string? Token);
