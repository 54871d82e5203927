using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Migrations;

/// <summary>
/// What a bundle's program takes from its process. A test sets <see cref="Current"/> to run the program in its own process.
/// </summary>
/// <param name="Builder">Has the environment variables as configuration.</param>
/// <param name="Migrations">The assembly of the bundle.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record BundleHost(HostApplicationBuilder Builder, Assembly Migrations, TextWriter Output, TextWriter Error)
{
    private static readonly AsyncLocal<BundleHost?> CurrentHost = new();

    /// <summary>Replaces the process of programs that start in this asynchronous context; null unless set.</summary>
    public static BundleHost? Current
    {
        get => CurrentHost.Value;
        set => CurrentHost.Value = value;
    }
}
