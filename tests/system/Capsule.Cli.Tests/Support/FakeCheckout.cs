namespace Capsule.Cli.Tests;

/// <summary>A checkout with one bundle, small enough to be built in a test.</summary>
internal sealed class FakeCheckout : IDisposable
{
    // From /proc: the shell forgets variables with names that it cannot use.
    private const string Report = """
        printf '{"build":"%s","connection":"%s","role":"%s","environment":"%s"}' "$build" "$(tr '\0' '\n' < /proc/$$/environ | sed -n 's/^ConnectionStrings__one-db=//p')" "$API_ROLE" "$DOTNET_ENVIRONMENT"
        """;

    public FakeCheckout()
    {
        Write(
            "Capsule.One.Migrations.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """
        );
        Write(
            "Program.cs",
            """
            if (args is ["lock", "--output", var file])
            {
                System.IO.File.WriteAllText(file, "locked");
            }

            System.Console.WriteLine("{\"build\":\"compiled\"}");
            """
        );
        Write("Migrations/1_Initial.cs", "");
        File.WriteAllText(
            System.IO.Path.Combine(Path, "Capsule.sln"),
            """

            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Capsule.One.Migrations", "services\one\Capsule.One.Migrations\Capsule.One.Migrations.csproj", "{2A7DCB76-2D2B-49A6-91AA-AE37D9E71D06}"
            EndProject
            Global
                GlobalSection(SolutionConfigurationPlatforms) = preSolution
                    Debug|Any CPU = Debug|Any CPU
                EndGlobalSection
                GlobalSection(ProjectConfigurationPlatforms) = postSolution
                    {2A7DCB76-2D2B-49A6-91AA-AE37D9E71D06}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
                    {2A7DCB76-2D2B-49A6-91AA-AE37D9E71D06}.Debug|Any CPU.Build.0 = Debug|Any CPU
                EndGlobalSection
            EndGlobal
            """
        );
    }

    /// <summary>Full path of its root.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("capsule-checkout-").FullName;

    /// <summary>Full path of the bundle's folder.</summary>
    public string Project => System.IO.Path.Combine(Path, "services", "one", "Capsule.One.Migrations");

    /// <summary>Writes a file of the bundle's project.</summary>
    public void Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Project, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        // Files are newer than a build only where a test says so.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
    }

    /// <summary>Makes a file of the project the newest.</summary>
    public void Touch(string name) => File.SetLastWriteTimeUtc(System.IO.Path.Combine(Project, name), DateTime.UtcNow);

    /// <summary>Writes the development defaults.</summary>
    public void WriteDefaults(string text) => File.WriteAllText(System.IO.Path.Combine(Path, "capsule.Development.json"), text);

    /// <summary>Puts a script in the place of a build.</summary>
    public void Build(string configuration, string name, DateTime time)
    {
        var folder = System.IO.Path.Combine(Project, "bin", configuration, "net10.0");
        Directory.CreateDirectory(folder);
        var program = System.IO.Path.Combine(folder, "Capsule.One.Migrations");
        Script.Write(program, $"build={name}\n{Report}");
        File.WriteAllText(program + ".dll", "");
        File.SetLastWriteTimeUtc(program + ".dll", time);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
