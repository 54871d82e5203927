namespace Capsule.Security;

/// <summary>Auth does not answer, so the API key cannot be checked.</summary>
internal sealed class ApiKeyUncheckedException() : Exception("The API key could not be checked.");
