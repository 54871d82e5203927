using System.Reflection;
using System.Runtime.InteropServices;
using Capsule.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>The program of a migrations bundle: <c>return await MigrationBundle.RunAsync&lt;AuthDbContext&gt;(args, "auth");</c></summary>
public static class MigrationBundle
{
    /// <summary>Runs the command in <paramref name="args"/> for <paramref name="service"/> and returns the process's exit code.</summary>
    /// <typeparam name="TContext">The service's context; the calling assembly holds its migrations.</typeparam>
    /// <param name="args">The command line.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="seed">Its development data.</param>
    /// <param name="commands">What it can be asked beside what every bundle can.</param>
    public static Task<int> RunAsync<TContext>(
        string[] args,
        string service,
        IServiceSeed? seed = null,
        IReadOnlyList<IServiceCommand>? commands = null
    )
        where TContext : ServiceDbContext
    {
        var host = BundleHost.Current ?? new(Environment(), Assembly.GetEntryAssembly()!, Console.Out, Console.Error);
        return RunAsync<TContext>(args, service, host.Builder, host.Migrations, host.Output, host.Error, seed, commands);
    }

    /// <summary>
    /// Migrates the database of <paramref name="ownerConnectionString"/> without a command line, for tests and tools.
    /// </summary>
    /// <typeparam name="TContext">The service's context.</typeparam>
    /// <exception cref="BundleException">The run cannot go on.</exception>
    public static Task<MigrationReport> MigrateAsync<TContext>(
        string ownerConnectionString,
        MigrationOptions options,
        Assembly migrations,
        CancellationToken cancellationToken = default
    )
        where TContext : ServiceDbContext =>
        new MigrationRun<TContext>(new NpgsqlConnectionStringBuilder(ownerConnectionString), options, migrations).MigrateAsync(
            cancellationToken
        );

    internal static async Task<int> RunAsync<TContext>(
        string[] args,
        string service,
        HostApplicationBuilder host,
        Assembly migrations,
        TextWriter output,
        TextWriter error,
        IServiceSeed? seed = null,
        IReadOnlyList<IServiceCommand>? commands = null
    )
        where TContext : ServiceDbContext
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await new BundleCommandLine<TContext>(service, host, migrations, seed, commands ?? [], output, error).InvokeAsync(
            args,
            stop.Token
        );

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static HostApplicationBuilder Environment()
    {
        var host = new HostApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                DisableDefaults = true,
                EnvironmentName =
                    System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
                    ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
            }
        );
        host.Configuration.AddEnvironmentVariables();
        return host;
    }
}
