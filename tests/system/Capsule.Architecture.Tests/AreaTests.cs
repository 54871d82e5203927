namespace Capsule.Architecture.Tests;

/// <summary>
/// The folders of a project depend downward only: no two of them use each other, directly or through others. Files beside them, such as
/// Program.cs and the DbContext, put the project together and are no folder's.
/// </summary>
public sealed class AreaTests
{
    public static TheoryData<string> ProductionProjects { get; } =
        new(Repository.Projects.Where(project => !project.IsIn("tests") && !project.IsIn("bench")).Select(project => project.Path));

    [Theory]
    [MemberData(nameof(ProductionProjects))]
    public void Folders_depend_downward_only(string project)
    {
        var cycles = AreaGraph.Read(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!)).Cycles();

        Assert.True(cycles.Count == 0, string.Join('\n', cycles));
    }

    [Fact]
    public void A_cycle_is_found_and_each_use_in_it_is_named()
    {
        var root = Directory.CreateTempSubdirectory("capsule-areas");
        Write(root, "Users/User.cs", "public sealed class User { /* Session */ public AuditLog? Log; }");
        Write(root, "Sessions/Session.cs", "internal sealed record Session(User User);");
        Write(root, "Audit/AuditLog.cs", "public sealed class AuditLog { private readonly Session? _session; }");
        Write(
            root,
            "Emails/Email.cs",
            """
            internal static class Email { public const string AuditLog = "audit-log"; public static string Of(this User user) => "Session"; }
            """
        );

        var cycles = AreaGraph.Read(root.FullName).Cycles();

        root.Delete(recursive: true);
        Assert.Equal(
            ["Audit → Sessions (AuditLog uses Session)", "Sessions → Users (Session uses User)", "Users → Audit (User uses AuditLog)"],
            cycles
        );
    }

    private static void Write(DirectoryInfo root, string path, string text)
    {
        var file = new FileInfo(Path.Combine(root.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
