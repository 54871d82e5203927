namespace Capsule.Auth.SignIn.Providers;

/// <summary>A provider failed, or its answer cannot be trusted. The message is written to the log and must not contain a secret.</summary>
internal sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);
