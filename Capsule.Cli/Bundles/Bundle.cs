namespace Capsule.Cli.Bundles;

/// <summary>A built migrations bundle.</summary>
/// <param name="Service">The service whose database it migrates.</param>
/// <param name="Program">Full path of the program: an executable, or an assembly for <c>dotnet exec</c>.</param>
internal sealed record Bundle(string Service, string Program)
{
    /// <summary>Whether the program needs <c>dotnet exec</c>.</summary>
    public bool IsAssembly => Program.EndsWith(".dll", StringComparison.Ordinal);
}
