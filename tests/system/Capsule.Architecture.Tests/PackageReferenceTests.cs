using System.Text.RegularExpressions;

namespace Capsule.Architecture.Tests;

/// <summary>
/// A project references the packages that its code uses, so that a change in another project cannot take one away or change what it is.
/// </summary>
public sealed partial class PackageReferenceTests
{
    private const string BundleTargets = "libraries/Capsule.Migrations/build/Bundle.targets";

    // The longest namespace that fits counts. MassTransit is absent: Capsule.Messaging alone references it (HouseRulesTests), and consumers
    // get it from there.
    private static readonly Dictionary<string, string> PackageOfNamespace = new(StringComparer.Ordinal)
    {
        ["ADRaffy.ENSNormalize"] = "ADRaffy.ENSNormalize",
        ["FsCheck"] = "FsCheck",
        ["Microsoft.AspNetCore.Authentication.JwtBearer"] = "Microsoft.AspNetCore.Authentication.JwtBearer",
        ["Microsoft.AspNetCore.Mvc.Testing"] = "Microsoft.AspNetCore.Mvc.Testing",
        ["Microsoft.EntityFrameworkCore"] = "Microsoft.EntityFrameworkCore",
        ["Microsoft.EntityFrameworkCore.Migrations"] = "Microsoft.EntityFrameworkCore.Relational",
        ["Microsoft.Extensions.Http.Resilience"] = "Microsoft.Extensions.Http.Resilience",
        ["Microsoft.Extensions.Time.Testing"] = "Microsoft.Extensions.TimeProvider.Testing",
        ["Microsoft.IdentityModel.JsonWebTokens"] = "Microsoft.IdentityModel.JsonWebTokens",
        ["Microsoft.IdentityModel.Protocols"] = "Microsoft.IdentityModel.Protocols",
        ["Microsoft.IdentityModel.Protocols.OpenIdConnect"] = "Microsoft.IdentityModel.Protocols.OpenIdConnect",
        ["Microsoft.IdentityModel.Tokens"] = "Microsoft.IdentityModel.Tokens",
        ["Microsoft.OpenApi"] = "Microsoft.OpenApi",
        ["Npgsql"] = "Npgsql",
        ["Npgsql.EntityFrameworkCore"] = "Npgsql.EntityFrameworkCore.PostgreSQL",
        ["NpgsqlTypes"] = "Npgsql",
        ["Polly"] = "Polly.Core",
        ["QRCoder"] = "QRCoder",
        ["RabbitMQ.Client"] = "RabbitMQ.Client",
        ["Spectre.Console"] = "Spectre.Console",
        ["StackExchange.Redis"] = "StackExchange.Redis",
        ["System.CommandLine"] = "System.CommandLine",
    };

    [Fact]
    public void Every_project_references_the_packages_that_its_code_uses()
    {
        var bundle = Project.Read(BundleTargets).PackageReferences;

        var missing = Repository.Projects.SelectMany(project =>
            Used(project)
                .Except(project.PackageReferences)
                .Except(project.Name.EndsWith(".Migrations", StringComparison.Ordinal) ? bundle : [])
                .Select(package => $"{project.Path} uses {package}")
        );

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_package_that_stands_for_a_namespace_is_used_by_a_project()
    {
        var used = Repository.Projects.SelectMany(Used).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(PackageOfNamespace.Values.Except(used));
    }

    private static IEnumerable<string> Used(Project project)
    {
        var folder = Path.Combine(Repository.Root, Path.GetDirectoryName(project.Path)!);
        return Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .SelectMany(file => UsingDirective().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal)
            .Select(PackageOf)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
    }

    private static string? PackageOf(string name) =>
        PackageOfNamespace
            .Where(package => name == package.Key || name.StartsWith($"{package.Key}.", StringComparison.Ordinal))
            .OrderByDescending(package => package.Key.Length)
            .Select(package => package.Value)
            .FirstOrDefault();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();
}
