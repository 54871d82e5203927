using Aspire.Hosting.Embedded;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class MachineTests
{
    [Fact]
    public void A_link_is_a_program_only_while_it_leads_to_one()
    {
        var folder = Directory.CreateTempSubdirectory("capsule-machine-").FullName;
        try
        {
            var program = Path.Combine(folder, "program");
            File.WriteAllText(program, "");
            var link = Path.Combine(folder, "link");
            File.CreateSymbolicLink(link, program);
            Assert.True(Machine.IsThere(program));
            Assert.True(Machine.IsThere(link));

            File.Delete(program);

            Assert.False(Machine.IsThere(program));
            Assert.False(Machine.IsThere(link));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
