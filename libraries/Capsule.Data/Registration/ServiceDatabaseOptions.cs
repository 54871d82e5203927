using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Data;

/// <summary>Optional settings of a database registration.</summary>
public sealed class ServiceDatabaseOptions
{
    /// <summary>Configures the data source, for instance to map types.</summary>
    public Action<NpgsqlDataSourceBuilder>? DataSource { get; set; }

    /// <summary>Configures the context's options, for instance to add interceptors; the provider resolves services.</summary>
    public Action<IServiceProvider, DbContextOptionsBuilder>? Context { get; set; }

    /// <summary>The assembly whose metadata names the expected migrations; the context's own assembly unless set.</summary>
    public Assembly? Migrations { get; set; }
}
