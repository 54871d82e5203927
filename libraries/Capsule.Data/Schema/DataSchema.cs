using Microsoft.EntityFrameworkCore;

namespace Capsule.Data;

/// <summary>
/// What every service's schema begins with: extensions, the function that keeps <c>updated_at</c>, <c>service_settings</c>, and functions
/// that make and drop the partitions of tables that are partitioned by time.
/// </summary>
public sealed class DataSchema() : LibrarySchema("Capsule.Data")
{
    /// <inheritdoc/>
    protected internal override void Map(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<ServiceSetting>().ToTable(table => table.ExcludeFromMigrations());
}
