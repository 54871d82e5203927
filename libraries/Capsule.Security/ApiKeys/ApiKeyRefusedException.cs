namespace Capsule.Security;

/// <summary>The bearer token looks like an API key but is not valid.</summary>
internal sealed class ApiKeyRefusedException() : Exception("The API key is not valid.");
