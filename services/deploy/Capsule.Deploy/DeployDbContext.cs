using Capsule.Data;
using Capsule.Data.Idempotency;
using Capsule.Deploy.Deployments;
using Capsule.Deploy.Quotas;
using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Deploy;

/// <summary>The schema of the deploy service: deployments and quotas.</summary>
[LibrarySchema<IdempotencySchema>]
[LibrarySchema<MessagingSchema>]
public sealed class DeployDbContext(DbContextOptions<DeployDbContext> options) : ServiceDbContext(options, "deploy")
{
    /// <summary>The users' quotas.</summary>
    public DbSet<Quota> Quotas => Set<Quota>();

    /// <summary>The requested deployments.</summary>
    public DbSet<Deployment> Deployments => Set<Deployment>();

    /// <inheritdoc/>
    public override IReadOnlyList<RuntimeSetting> RuntimeSettings => MessagingSettings.All;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DeployDbContext).Assembly);
    }
}
