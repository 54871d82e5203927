using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Capsule.Hosting.LocalServers;

/// <summary>Installs the Debian packages of servers that this machine lacks.</summary>
/// <param name="options">The settings, which decide whether packages may be installed.</param>
/// <param name="logger">Receives the output of the package manager.</param>
public sealed class PackageInstaller(LocalServersOptions options, ILogger logger)
{
    // A Debian package starts its service when it is installed, unless this program exits with 101.
    private const string ServicePolicy = "/usr/sbin/policy-rc.d";

    /// <summary>Installs the servers that are missing.</summary>
    /// <exception cref="LocalServersException">
    /// A server is missing and cannot or may not be installed; the message contains the command.
    /// </exception>
    public async Task EnsureAsync(IEnumerable<ServerProgram> programs, CancellationToken cancellationToken)
    {
        var missing = programs.Where(static program => program.Folder is null).DistinctBy(static program => program.Package).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var titles = string.Join(", ", missing.Select(static program => program.Title));
        var packages = missing.Select(static program => program.Package).Order(StringComparer.Ordinal).ToArray();
        var hasApt = File.Exists("/usr/bin/apt-get");
        if (!options.Install || !Environment.IsPrivilegedProcess || !hasApt)
        {
            throw new LocalServersException(
                $"{titles} cannot be found on this machine. "
                    + (hasApt ? $"Install with: {Command(packages)}" : "Install with this system's package manager")
                    + $", name the folders of the programs with {LocalServersOptions.Section}:Path, or start a container runtime such as Docker."
            );
        }

        logger.LogInformation(
            "Installing {Packages} (set {Section}:Install=false to prevent this)",
            string.Join(' ', packages),
            LocalServersOptions.Section
        );
        await AptAsync(["update"], cancellationToken).ConfigureAwait(false);
        await InstallAsync(packages, cancellationToken).ConfigureAwait(false);
        if (missing.FirstOrDefault(static program => program.Folder is null) is { } still)
        {
            throw new LocalServersException($"Package {still.Package} was installed, but {still.Title}'s programs cannot be found.");
        }
    }

    private static string Command(string[] packages) =>
        $"{(Environment.IsPrivilegedProcess ? "" : "sudo ")}sh -c 'apt-get update && apt-get install -y --no-install-recommends {string.Join(' ', packages)}'";

    private async Task InstallAsync(string[] packages, CancellationToken cancellationToken)
    {
        var saved = File.Exists(ServicePolicy) ? ServicePolicy + ".saved" : null;
        if (saved is not null)
        {
            File.Move(ServicePolicy, saved, overwrite: true);
        }

        try
        {
            await File.WriteAllTextAsync(ServicePolicy, "#!/bin/sh\nexit 101\n", cancellationToken).ConfigureAwait(false);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(ServicePolicy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            await AptAsync(["install", "-y", "--no-upgrade", "--no-install-recommends", .. packages], cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            File.Delete(ServicePolicy);
            if (saved is not null)
            {
                File.Move(saved, ServicePolicy);
            }
        }
    }

    private async Task AptAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var apt = Process.Start(start)!;
        using var cancellation = cancellationToken.Register(() => apt.Kill(entireProcessTree: true));
        var errors = apt.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await apt.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            logger.LogInformation("apt-get: {Line}", line);
        }

        await apt.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (apt.ExitCode != 0)
        {
            throw new LocalServersException(
                $"apt-get {string.Join(' ', arguments)} ended with code {apt.ExitCode}: {await errors.ConfigureAwait(false)}"
            );
        }
    }
}
