namespace Capsule.Cli.Operations;

/// <summary>An option of a folder: each bundle gets the path of a file in it that is named after its service.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="BundleOption">The bundle's option for the file.</param>
/// <param name="Extension">Of the file, with its dot.</param>
internal sealed record FolderOption(string Name, string Description, string BundleOption, string Extension);
