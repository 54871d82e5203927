using Capsule.Workers;

namespace Capsule.Messaging;

/// <summary>Tells the redelivery that some dead letter may be due sooner than it thinks.</summary>
internal sealed class RedeliveryWake : WakeSignal;
