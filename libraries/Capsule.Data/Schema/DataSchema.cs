using Microsoft.EntityFrameworkCore;

namespace Capsule.Data;

/// <summary>
/// The common part of every service's schema: extensions, the function that maintains <c>updated_at</c>, <c>service_settings</c>, and
/// functions that create and drop partitions by time.
/// </summary>
public sealed class DataSchema() : LibrarySchema("Capsule.Data")
{
    /// <inheritdoc/>
    protected internal override void Map(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<ServiceSetting>().ToTable(table => table.ExcludeFromMigrations());
}
