namespace Capsule.Messaging;

/// <summary>The broker does not answer, or the connection was lost. Unconfirmed messages may or may not have arrived.</summary>
internal sealed class BrokerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
