namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program on this machine.</summary>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport
{
    /// <summary>The program's path or name.</summary>
    public string Command { get; } = command;

    /// <summary>The folder that it starts in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}
