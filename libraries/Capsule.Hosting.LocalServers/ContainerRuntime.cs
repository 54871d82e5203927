using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Capsule.Hosting.LocalServers;

/// <summary>The container runtime that Aspire uses.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Returns whether <c>docker info</c> (or that of the runtime in ASPIRE_CONTAINER_RUNTIME) succeeds within 5 s.</summary>
    public static bool IsAvailable(IConfiguration configuration)
    {
        var runtime = configuration["ASPIRE_CONTAINER_RUNTIME"] ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"] ?? "docker";
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(runtime, "info") { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(Timeout))
            {
                return process.ExitCode == 0;
            }

            process.Kill();
        }
        catch (Win32Exception)
        {
            // The runtime is not installed.
        }

        return false;
    }
}
