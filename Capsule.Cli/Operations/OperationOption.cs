namespace Capsule.Cli.Operations;

/// <summary>An option that goes to the bundles as it is.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="Value">What stands for its value in the help; null for a switch.</param>
internal sealed record OperationOption(string Name, string Description, string? Value = null)
{
    /// <summary>Whether the value may be given for each service: <c>--confirm auth=auth_service_db</c>.</summary>
    public bool PerService { get; init; }

    /// <summary>Whether only one service may be meant when it is given.</summary>
    public bool OneService { get; init; }

    /// <summary>
    /// Whether the bundle takes the values alone, as arguments; it may be given several times where the bundle has a place for them.
    /// </summary>
    public bool Values { get; init; }

    /// <summary>For an option of a folder: what a bundle is told instead, with a file named after its service.</summary>
    public FilePerService? File { get; init; }
}

/// <summary>A file in a folder, named after the service.</summary>
/// <param name="Option">The bundle's option.</param>
/// <param name="Extension">With its dot.</param>
internal sealed record FilePerService(string Option, string Extension);
