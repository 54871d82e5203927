namespace Capsule.Auth.SignIn.Providers;

/// <summary>A provider failed, or what it says cannot be trusted. The message is for the log and has no secret.</summary>
internal sealed class ProviderException(string message, Exception? inner = null) : Exception(message, inner);
