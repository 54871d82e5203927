namespace Capsule.Messaging;

/// <summary>SQL for what decides about dead letters outside the service.</summary>
public static class DeadLetterSql
{
    internal const string Notification = "dead_letters";

    /// <summary>A statement that makes the service look for dead letters that are due, once its transaction commits.</summary>
    public static string Notify(string schema) => $"select pg_notify('{OutboxSql.Channel(schema)}', '{Notification}')";
}
