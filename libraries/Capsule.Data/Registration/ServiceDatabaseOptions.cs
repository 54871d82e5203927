using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Data;

/// <summary>What a service may add to its database's registration.</summary>
public sealed class ServiceDatabaseOptions
{
    /// <summary>Changes the data source, for instance to map types.</summary>
    public Action<NpgsqlDataSourceBuilder>? DataSource { get; set; }

    /// <summary>Changes the context's options, for instance to add interceptors; the provider gives access to services.</summary>
    public Action<IServiceProvider, DbContextOptionsBuilder>? Context { get; set; }

    /// <summary>The assembly whose metadata names the expected migrations; the context's own unless set.</summary>
    public Assembly? Migrations { get; set; }
}
