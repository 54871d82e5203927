using System.Reflection;
using System.Reflection.Emit;

namespace Capsule.Data.Tests.Status;

public sealed class ExpectedMigrationsTests
{
    [Fact]
    public void Names_come_from_the_assemblys_metadata_in_order()
    {
        var metadata = typeof(AssemblyMetadataAttribute).GetConstructors().Single();
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName("Service"),
            AssemblyBuilderAccess.Run,
            [
                new CustomAttributeBuilder(metadata, ["Capsule.Migration:20260102000000_Second", "x"]),
                new CustomAttributeBuilder(metadata, ["RepositoryUrl", "x"]),
                new CustomAttributeBuilder(metadata, ["Capsule.Migration:20260101000000_First", "x"]),
            ]
        );

        Assert.Equal(["20260101000000_First", "20260102000000_Second"], ExpectedMigrations.Of(assembly));
    }
}
