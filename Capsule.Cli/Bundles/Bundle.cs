namespace Capsule.Cli.Bundles;

/// <summary>A built bundle.</summary>
/// <param name="Service">The service whose database it migrates.</param>
/// <param name="Program">Full path of its program: an executable, or an assembly for <c>dotnet exec</c>.</param>
internal sealed record Bundle(string Service, string Program)
{
    /// <summary>Whether it needs <c>dotnet exec</c>.</summary>
    public bool IsAssembly => Program.EndsWith(".dll", StringComparison.Ordinal);
}
