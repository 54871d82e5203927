using Capsule.Deploy.Quotas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Deploy.Deployments;

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<Deployment>
{
    /// <summary>The index that makes a name unique per user; a violation is recognized by this name.</summary>
    public const string UniqueName = "ix_deployments_user_id_name";

    public void Configure(EntityTypeBuilder<Deployment> deployments)
    {
        deployments.Property(deployment => deployment.Name).HasMaxLength(RequestDeploymentRequest.NameLength);
        deployments.Property(deployment => deployment.Image).HasMaxLength(RequestDeploymentRequest.ImageLength);
        deployments
            .Property(deployment => deployment.Status)
            .HasMaxLength(20)
            .HasConversion(status => status.ToString().ToLowerInvariant(), text => Enum.Parse<DeploymentStatus>(text, ignoreCase: true));
        deployments.HasIndex(deployment => new { deployment.UserId, deployment.Name }).IsUnique().HasDatabaseName(UniqueName);
        deployments
            .HasOne<Quota>()
            .WithMany()
            .HasPrincipalKey(quota => quota.UserId)
            .HasForeignKey(deployment => deployment.UserId)
            .OnDelete(DeleteBehavior.Restrict);
        deployments.ToTable(table =>
        {
            table.HasCheckConstraint("ck_deployments_amounts", "cpu_millicores > 0 and memory_megabytes > 0");
            table.HasCheckConstraint("ck_deployments_status", "status in ('requested')");
        });
    }
}
