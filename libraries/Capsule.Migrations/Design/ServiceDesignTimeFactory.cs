using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Capsule.Migrations;

/// <summary>
/// Gives <c>dotnet ef migrations add</c> a context. A bundle derives from it once:
/// <c>internal sealed class DesignTime() : ServiceDesignTimeFactory&lt;AuthDbContext&gt;("auth");</c>
/// </summary>
/// <typeparam name="TContext">The service's context.</typeparam>
/// <param name="service">The service's name.</param>
public abstract class ServiceDesignTimeFactory<TContext>(string service) : IDesignTimeDbContextFactory<TContext>
    where TContext : ServiceDbContext
{
    /// <inheritdoc/>
    public TContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<TContext>();
        // Without a connection: migrations are written from the model alone, and only a bundle applies them.
        options
            .UseNpgsql(npgsql => npgsql.MigrationsAssembly(GetType().Assembly.GetName().Name))
            .UseServiceSchema(service.Replace('-', '_'));
        return (TContext)Activator.CreateInstance(typeof(TContext), options.Options)!;
    }
}
