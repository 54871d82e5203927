using Microsoft.EntityFrameworkCore;

namespace Capsule.Data;

/// <summary>
/// A service's own schema: snake_case names, audit columns, <c>service_settings</c>, and the tables of the libraries that the class names
/// with
/// <see cref="LibrarySchemaAttribute{TSchema}"/>.
/// </summary>
public abstract class ServiceDbContext : DbContext
{
    /// <summary>Creates a context of <paramref name="service"/>, whose name is the schema's unless the options say otherwise.</summary>
    protected ServiceDbContext(DbContextOptions options, string service)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(service);

        Schema = options.FindExtension<ServiceSchemaExtension>()?.Schema ?? SnakeCase.Of(service.Replace('-', '_'));
    }

    /// <summary>The schema that this context reads and writes.</summary>
    public string Schema { get; }

    /// <summary>Schema version, settings of the service, runtime configuration, when it was initialised.</summary>
    public DbSet<ServiceSetting> ServiceSettings => Set<ServiceSetting>();

    /// <summary>The settings that operators may change while the service runs.</summary>
    public virtual IReadOnlyList<RuntimeSetting> RuntimeSettings => [];

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);

        configurationBuilder.Conventions.Add(_ => new AuditConvention());
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<ServiceSetting>(setting =>
        {
            setting.HasKey(row => row.Key);
            setting.Property(row => row.Value).HasColumnType("jsonb");

            // The migrations bundle writes them, for an operator.
            setting.IsReadOnlyForApi();
        });
        foreach (var library in LibrarySchemas.Of(GetType()))
        {
            library.Map(modelBuilder);
        }
    }
}
