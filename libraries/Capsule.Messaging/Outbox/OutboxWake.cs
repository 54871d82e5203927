using Capsule.Workers;

namespace Capsule.Messaging;

/// <summary>Tells the dispatcher that there may be new events.</summary>
internal sealed class OutboxWake : WakeSignal;
