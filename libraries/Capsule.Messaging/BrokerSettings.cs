namespace Capsule.Messaging;

/// <summary>The settings of the message broker's address.</summary>
public static class BrokerSettings
{
    /// <summary>The names of the settings; the first one with a value wins.</summary>
    public static string[] Names => ["ConnectionStrings:messaging", "MESSAGING_URI", "RABBITMQ_URL"];
}
