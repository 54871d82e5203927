using Capsule.Workers;

namespace Capsule.Messaging;

/// <summary>Wakes the redelivery when a dead letter may be due earlier than planned.</summary>
internal sealed class RedeliveryWake : WakeSignal;
