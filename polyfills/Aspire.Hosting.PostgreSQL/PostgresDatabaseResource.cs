using System.Data.Common;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database on a PostgreSQL server, created once the server is ready.</summary>
public class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource postgresParentResource)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    /// <inheritdoc/>
    public PostgresServerResource Parent { get; } = postgresParentResource;

    /// <summary>The database's name on the server.</summary>
    public string DatabaseName { get; } = databaseName;

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var database = new DbConnectionStringBuilder { ["Database"] = DatabaseName }.ToString();
            return ReferenceExpression.Create($"{Parent};{database}");
        }
    }

    /// <summary>The database's address as a <c>postgresql://</c> URI.</summary>
    public ReferenceExpression UriExpression => Parent.BuildUri(DatabaseName);

    /// <summary>The database's address as JDBC writes it, without user and password.</summary>
    public ReferenceExpression JdbcConnectionString => Parent.BuildJdbc(DatabaseName);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        Parent.Properties(UriExpression, JdbcConnectionString).Append(new("DatabaseName", ReferenceExpression.Create($"{DatabaseName}")));
}
