namespace Capsule.Security;

/// <summary>Auth does not answer: an API key can be called neither right nor wrong.</summary>
internal sealed class ApiKeyUncheckedException() : Exception("The API key could not be checked.");
