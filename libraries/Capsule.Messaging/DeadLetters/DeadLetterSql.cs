namespace Capsule.Messaging;

/// <summary>SQL for tools that change dead letters outside the service.</summary>
public static class DeadLetterSql
{
    internal const string Notification = "dead_letters";

    /// <summary>Returns a statement that makes the service check for due dead letters when the statement's transaction commits.</summary>
    public static string Notify(string schema) => $"select pg_notify('{OutboxSql.Channel(schema)}', '{Notification}')";
}
