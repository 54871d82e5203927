using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Capsule.Data;

/// <summary>Gives identifiers and audit columns database defaults. Code may set identifiers, but never audit columns.</summary>
internal sealed class AuditConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (typeof(Entity).IsAssignableFrom(entity.ClrType) && entity.FindDeclaredProperty(nameof(Entity.Id)) is { } id)
            {
                // EF must not treat the identifier as generated: it would send an UPDATE for a new child whose key is already set. The
                // explicit setting is needed because EF's own convention marks a property with a default as generated.
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
