using Microsoft.EntityFrameworkCore;

namespace Capsule.Data;

/// <summary>
/// The base of every service's context: the service's own schema, snake_case names, audit columns, <c>service_settings</c>, and the tables
/// of the libraries that the class names with <see cref="LibrarySchemaAttribute{TSchema}"/>.
/// </summary>
public abstract class ServiceDbContext : DbContext
{
    /// <summary>
    /// Creates a context of <paramref name="service"/>. The schema has the service's name unless the options set another.
    /// </summary>
    protected ServiceDbContext(DbContextOptions options, string service)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(service);

        Schema = options.FindExtension<ServiceSchemaExtension>()?.Schema ?? SnakeCase.Of(service.Replace('-', '_'));
    }

    /// <summary>The schema that the context reads and writes.</summary>
    public string Schema { get; }

    /// <summary>The service's settings: schema version, time of initialization, and settings that operators change.</summary>
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

            // Only the migrations bundle writes these rows, on behalf of an operator.
            setting.IsReadOnlyForApi();
        });
        foreach (var library in LibrarySchemas.Of(GetType()))
        {
            library.Map(modelBuilder);
        }
    }
}
