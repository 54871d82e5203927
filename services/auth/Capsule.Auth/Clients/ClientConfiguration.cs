using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Clients;

internal sealed class ClientConfiguration : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> clients)
    {
        clients.Property(client => client.Name).HasMaxLength(Client.NameLength);
        clients.ToTable(table =>
        {
            table.HasCheckConstraint("ck_clients_grant_types", $"grant_types <@ array[{string.Join(", ", GrantTypes.All.Select(type => $"'{type}'"))}]");
            table.HasCheckConstraint("ck_clients_name", "length(trim(name)) > 0");
            table.HasCheckConstraint("ck_clients_previous_secret", "(previous_secret_hash is null) = (previous_secret_expires_at is null)");
        });
    }
}
