namespace Capsule.Security;

/// <summary>The bearer token looks like an API key and is not a valid one.</summary>
internal sealed class ApiKeyRefusedException() : Exception("The API key is not valid.");
