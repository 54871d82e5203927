using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Data;

/// <summary>Gives EF's history of migrations snake_case names; no context configures that model.</summary>
internal sealed class HistoryConventionPlugin : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.ModelFinalizingConventions.Add(new HistoryConvention());
        return conventionSet;
    }

    private sealed class HistoryConvention : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            if (modelBuilder.Metadata.FindEntityType(typeof(HistoryRow)) is not { } row)
            {
                return;
            }

            // EF names these two explicitly, so only setting the names (not building them by convention) overrides EF's names.
            foreach (var property in row.GetProperties())
            {
                property.SetColumnName(SnakeCase.Of(property.Name));
            }

            row.FindPrimaryKey()!.SetName($"pk_{row.GetTableName()}");
        }
    }
}
