using System.Reflection;
using Capsule.Cli.Bundles;
using Capsule.Contracts.Catalogue;
using Capsule.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Capsule.Cli.Tests;

/// <summary>
/// Runs a service's real bundle inside the test process, from the same Program, command line, environment and output as a process of its
/// own: a cold process costs 1.7 s of processor time, nearly all of it compilation.
/// </summary>
internal static class InProcessBundle
{
    /// <inheritdoc cref="BundleRunner"/>
    public static async Task<int> RunAsync(BundleInvocation invocation, CancellationToken stop)
    {
        var service = ServiceCatalogue.All.Single(service => service.Name == invocation.Bundle.Service);
        var bundle = Assembly.Load(service.BundleProject);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        BundleHost.Current = new(Host(invocation.Environment), bundle, TextWriter.Synchronized(output), TextWriter.Synchronized(error));

        // Not the entry point, which blocks, but the asynchronous method that it calls.
        var main = bundle.EntryPoint!.DeclaringType!.GetMethod("<Main>$", BindingFlags.Static | BindingFlags.NonPublic)!;
        var code = await (Task<int>)main.Invoke(null, [invocation.Arguments.ToArray()])!;

        Tell(output, invocation.Output);
        Tell(error, invocation.Error);
        return code;
    }

    private static HostApplicationBuilder Host(IReadOnlyDictionary<string, string> environment)
    {
        var host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                DisableDefaults = true,
                EnvironmentName =
                    environment.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? environment.GetValueOrDefault("ASPNETCORE_ENVIRONMENT"),
            }
        );
        host.Configuration.AddInMemoryCollection(
            environment.Select(variable =>
                KeyValuePair.Create(
                    variable.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal),
                    (string?)variable.Value
                )
            )
        );
        return host;
    }

    private static void Tell(StringWriter written, Action<string> listener)
    {
        using var lines = new StringReader(written.ToString());
        while (lines.ReadLine() is { } line)
        {
            listener(line);
        }
    }
}
