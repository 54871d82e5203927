using Capsule.Auth.Users;
using Capsule.Auth.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Sessions;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> sessions)
    {
        sessions.Property(session => session.Device).HasMaxLength(Caller.MaxDeviceLength);
        sessions.Property(session => session.LastSeenAt).HasDefaultValueSql("current_timestamp");
        sessions.Property(session => session.RotatedAt).HasDefaultValueSql("current_timestamp");
        sessions.Property(session => session.Generation).HasDefaultValue(0);
        sessions.Property(session => session.ParentHashes).HasDefaultValueSql("'{}'");

        sessions.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);

        // For a user's sessions, newest first. No index has a column that a refresh changes, so that the row stays on its page.
        sessions.HasIndex(session => new { session.UserId, session.Id });

        // For RevocationTable: sessions that have just ended.
        sessions.HasIndex(session => session.RevokedAt).HasFilter("revoked_at is not null");
        sessions.ToTable(table => table.HasCheckConstraint("ck_sessions_revoked", "(revoked_at is null) = (revoked_because is null)"));
    }
}
