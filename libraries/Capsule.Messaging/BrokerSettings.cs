namespace Capsule.Messaging;

/// <summary>Where a program looks for its message broker.</summary>
public static class BrokerSettings
{
    /// <summary>Names of the settings, the first that has a value wins.</summary>
    public static string[] Names => ["ConnectionStrings:messaging", "MESSAGING_URI", "RABBITMQ_URL"];
}
