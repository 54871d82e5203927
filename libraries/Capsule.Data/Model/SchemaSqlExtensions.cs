namespace Capsule.Data;

/// <summary>Hand-written statements for a context.</summary>
public static class SchemaSqlExtensions
{
    /// <summary>Returns the statement for the schema of a context.</summary>
    public static string In(this SchemaSql statement, ServiceDbContext database)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(database);
        return statement.In(database.Schema);
    }
}
