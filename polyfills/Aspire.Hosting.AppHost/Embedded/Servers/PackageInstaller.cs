namespace Aspire.Hosting.Embedded;

/// <summary>Installs the distribution's packages of servers that are not on this machine.</summary>
internal sealed class PackageInstaller(EmbeddedOptions options, ConsoleReport report)
{
    private const string ServicePolicy = "/usr/sbin/policy-rc.d";
    private static readonly Dictionary<string, string?> Unattended = new() { ["DEBIAN_FRONTEND"] = "noninteractive" };

    /// <summary>Makes sure that every server's programs are there.</summary>
    /// <exception cref="DistributedApplicationException">They are not and may not or cannot be installed; the message has the command.</exception>
    internal async Task EnsureAsync(IReadOnlyCollection<EmbeddedServer> servers, CancellationToken cancellationToken)
    {
        var missing = Missing(servers);
        if (missing.Count == 0)
        {
            return;
        }

        var names = missing.Select(package => package.Names[0]).Distinct().Order().ToList();
        if (options.ServerPath.Count > 0)
        {
            throw new DistributedApplicationException(
                $"Not in {string.Join(':', options.ServerPath)}: {string.Join(", ", names)}. Correct --server-path, or leave it out.");
        }

        if (options.NoInstall || !Environment.IsPrivilegedProcess || Machine.FindProgram("apt-get") is null)
        {
            throw new DistributedApplicationException(
                $"Not installed on this machine: {string.Join(", ", names)}. " +
                (Machine.FindProgram("apt-get") is null
                    ? "Install them with this system's package manager."
                    : $"Install with: {(Environment.IsPrivilegedProcess ? "" : "sudo ")}sh -c 'apt-get update && apt-get install -y --no-install-recommends {string.Join(' ', names)}'"));
        }

        report.Say($"Installing {string.Join(", ", names)} (apt-get; --no-install forbids it) …");
        await AptAsync(["update"], cancellationToken);
        await InstallAsync(missing, cancellationToken);
        if (Missing(servers) is { Count: > 0 } still)
        {
            throw new DistributedApplicationException(
                $"Installed, but not to be found on this machine: {string.Join(", ", still.Select(package => package.Names[0]))}.");
        }
    }

    private static List<ServerPackage> Missing(IReadOnlyCollection<EmbeddedServer> servers)
    {
        var missing = servers.Where(server => !server.IsInstalled).Select(server => server.Package).ToList();
        if (!Machine.CanStartProcesses)
        {
            missing.Add(new ServerPackage("util-linux"));
        }

        return missing;
    }

    private async Task InstallAsync(List<ServerPackage> packages, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (var package in packages)
        {
            names.Add(await AvailableAsync(package, cancellationToken));
        }

        // Packages start their service when they are installed, unless this policy says no.
        var saved = File.Exists(ServicePolicy) ? ServicePolicy + ".saved" : null;
        if (saved is not null)
        {
            File.Move(ServicePolicy, saved, overwrite: true);
        }

        try
        {
            Native.WriteProgram(ServicePolicy, "#!/bin/sh\nexit 101\n");
            // What is installed already stays as it is: somebody may be running it.
            await AptAsync(["install", "-y", "--no-upgrade", "--no-install-recommends", .. names], cancellationToken);
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

    private static async Task<string> AvailableAsync(ServerPackage package, CancellationToken cancellationToken)
    {
        foreach (var name in package.Names)
        {
            var (exitCode, output) = await ChildProcess.RunAsync(new ChildStart("apt-cache", "show", "--no-all-versions", name), cancellationToken);
            if (exitCode == 0 && output.Length > 0)
            {
                return name;
            }
        }

        throw new DistributedApplicationException($"The package sources of this machine have no {string.Join(" or ", package.Names)}.");
    }

    private async Task AptAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            new ChildStart("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", .. arguments]) { Environment = Unattended },
            cancellationToken,
            (line, _) => report.Say("    " + line));
        if (exitCode != 0)
        {
            throw new DistributedApplicationException($"apt-get {string.Join(' ', arguments)} ended with code {exitCode}:\n{output}");
        }
    }
}
