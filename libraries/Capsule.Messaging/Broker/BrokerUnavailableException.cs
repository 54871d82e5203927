namespace Capsule.Messaging;

/// <summary>The broker is away, or went away: whatever was not confirmed may or may not have arrived.</summary>
internal sealed class BrokerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
