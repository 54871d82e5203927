using Capsule.Workers;

namespace Capsule.Messaging;

/// <summary>Wakes the dispatcher when the outbox may have new events.</summary>
internal sealed class OutboxWake : WakeSignal;
