using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Capsule.Data;

/// <summary>Identifiers and audit columns have defaults in the database; code may set the first, never the others.</summary>
internal sealed class AuditConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (typeof(Entity).IsAssignableFrom(entity.ClrType) && entity.FindDeclaredProperty(nameof(Entity.Id)) is { } id)
            {
                // Never generated as EF sees it: with a key that is already set, "generated" would turn a new child into an update.
                // Stronger than a convention, because EF's own would make it "generated" again for the default's sake.
                id.Builder.HasDefaultValueSql("uuid_generate_v4()");
                id.Builder.ValueGenerated(ValueGenerated.Never, fromDataAnnotation: true);
            }

            if (typeof(IAudited).IsAssignableFrom(entity.ClrType))
            {
                Audit(entity.FindDeclaredProperty(nameof(IAudited.CreatedAt)), ValueGenerated.OnAdd);
                Audit(entity.FindDeclaredProperty(nameof(IAudited.UpdatedAt)), ValueGenerated.OnAddOrUpdate);
            }
        }
    }

    private static void Audit(IConventionProperty? property, ValueGenerated generated)
    {
        property?.Builder.HasDefaultValueSql("current_timestamp");
        property?.Builder.ValueGenerated(generated, fromDataAnnotation: true);
        property?.Builder.BeforeSave(PropertySaveBehavior.Ignore);
        property?.Builder.AfterSave(PropertySaveBehavior.Ignore);
    }
}
