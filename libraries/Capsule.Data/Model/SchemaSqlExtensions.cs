namespace Capsule.Data;

/// <summary>Hand-written SQL for a context.</summary>
public static class SchemaSqlExtensions
{
    /// <summary>Returns the statement for the context's schema.</summary>
    public static string In(this SchemaSql statement, ServiceDbContext database)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(database);
        return statement.In(database.Schema);
    }
}
