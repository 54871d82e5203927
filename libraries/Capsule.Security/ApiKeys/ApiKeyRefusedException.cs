namespace Capsule.Security;

/// <summary>The bearer is meant as an API key, and is none that is good.</summary>
internal sealed class ApiKeyRefusedException() : Exception("The API key is not valid.");
