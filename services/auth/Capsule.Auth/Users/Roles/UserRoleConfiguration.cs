using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Users.Roles;

internal sealed class UserRoleConfiguration : IEntityTypeConfiguration<UserRole>
{
    public void Configure(EntityTypeBuilder<UserRole> roles)
    {
        roles.ToTable(
            "user_roles",
            table =>
                table.HasCheckConstraint("ck_user_roles_role", $"role in ({string.Join(", ", RoleNames.All.Select(role => $"'{role}'"))})")
        );
        roles.HasKey(role => new { role.UserId, role.Role });
        roles.Property(role => role.Role).HasMaxLength(20);

        // For UserSearch by role.
        roles.HasIndex(role => new { role.Role, role.UserId }).IsCreatedConcurrently();
        roles.HasOne<User>().WithMany().HasForeignKey(role => role.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
