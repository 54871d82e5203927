using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Data;

/// <summary>The history of migrations has a model of its own that no context configures: its names become snake_case here.</summary>
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

            // EF names these two explicitly; setting (rather than building) overrides that.
            foreach (var property in row.GetProperties())
            {
                property.SetColumnName(SnakeCase.Of(property.Name));
            }

            row.FindPrimaryKey()!.SetName($"pk_{row.GetTableName()}");
        }
    }
}
