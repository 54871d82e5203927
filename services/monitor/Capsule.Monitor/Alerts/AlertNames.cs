namespace Capsule.Monitor.Alerts;

/// <summary>The kinds of alerts.</summary>
public static class AlertNames
{
    /// <summary>Events have been waiting too long in a service's outbox.</summary>
    public const string OutboxAge = "outbox-age";
}
