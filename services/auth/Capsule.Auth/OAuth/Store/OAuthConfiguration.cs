using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.OAuth.Store;

/// <summary>Adds the names of tables, defaults and the indexes of Capsule's own statements to OpenIddict's model.</summary>
internal sealed class OAuthConfiguration
    : IEntityTypeConfiguration<OAuthApplication>,
        IEntityTypeConfiguration<OAuthAuthorization>,
        IEntityTypeConfiguration<OAuthScope>,
        IEntityTypeConfiguration<OAuthToken>
{
    private const string Id = "uuid_generate_v4()";

    public void Configure(EntityTypeBuilder<OAuthApplication> applications)
    {
        applications.ToTable(
            "oauth_applications",
            table =>
                table.HasCheckConstraint(
                    "ck_oauth_applications_previous_secret",
                    "(previous_secret is null) = (previous_secret_expires_at is null)"
                )
        );
        applications.Property(application => application.Id).HasDefaultValueSql(Id);
        applications.Property(application => application.DisplayName).HasMaxLength(100);
        applications.Property(application => application.PreviousSecret).HasMaxLength(100);
    }

    public void Configure(EntityTypeBuilder<OAuthAuthorization> authorizations)
    {
        authorizations.ToTable("oauth_authorizations");
        authorizations.Property(authorization => authorization.Id).HasDefaultValueSql(Id);

        // The first is for the grants of a user, the second for RevocationTable: grants that were just revoked.
        authorizations.HasIndex(authorization => authorization.Subject);
        authorizations.HasIndex(authorization => authorization.RevokedAt).HasFilter("revoked_at is not null");

        // A grant outlives its client until services have heard of its end.
        authorizations
            .HasOne(authorization => authorization.Application)
            .WithMany(application => application.Authorizations)
            .OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<OAuthScope> scopes)
    {
        scopes.ToTable("oauth_scopes");
        scopes.Property(scope => scope.Id).HasDefaultValueSql(Id);
    }

    public void Configure(EntityTypeBuilder<OAuthToken> tokens)
    {
        tokens.ToTable("oauth_tokens");
        tokens.Property(token => token.Id).HasDefaultValueSql(Id);

        // The first is for the cleanup of expired tokens, the second for RevocationTable: access tokens that were just revoked.
        tokens.HasIndex(token => token.ExpirationDate);
        tokens.HasIndex(token => token.CreatedAt).HasFilter("type = 'urn:ietf:params:oauth:token-type:access_token'");
        tokens.HasOne(token => token.Application).WithMany(application => application.Tokens).OnDelete(DeleteBehavior.Cascade);
        tokens.HasOne(token => token.Authorization).WithMany(authorization => authorization.Tokens).OnDelete(DeleteBehavior.Cascade);
    }
}
