using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Users.Preferences;

internal sealed class UserPreferencesConfiguration : IEntityTypeConfiguration<UserPreferences>
{
    /// <summary>The constraint on the size, by whose name its violation is recognised.</summary>
    public const string SettingsConstraint = "ck_user_preferences_settings";

    public void Configure(EntityTypeBuilder<UserPreferences> preferences)
    {
        preferences.ToTable(
            "user_preferences",
            table =>
            {
                table.HasCheckConstraint(
                    "ck_user_preferences_theme",
                    $"theme in ({string.Join(", ", Themes.All.Select(theme => $"'{theme}'"))})"
                );
                table.HasCheckConstraint(
                    SettingsConstraint,
                    $"jsonb_typeof(settings) = 'object' and octet_length(settings::text) <= {UserPreferences.MaxSettingsSize}"
                );
            }
        );
        preferences.HasKey(row => row.UserId);
        preferences.Property(row => row.Theme).HasMaxLength(20).HasDefaultValue(Themes.System);
        preferences.Property(row => row.Settings).IsJsonb().HasDefaultValueSql("'{}'");
        preferences.HasOne<User>().WithOne().HasForeignKey<UserPreferences>(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
