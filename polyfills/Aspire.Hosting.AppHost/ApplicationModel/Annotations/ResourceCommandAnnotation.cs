namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that can be done to a resource, from the dashboard or the AppHost.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="DisplayName">The text on its button.</param>
/// <param name="UpdateState">Says whether it can be used in the resource's present state.</param>
/// <param name="ExecuteCommand">Does it.</param>
/// <param name="DisplayDescription">What it does, in a sentence.</param>
/// <param name="ConfirmationMessage">What the user is asked before.</param>
/// <param name="IconName">The FluentUI icon's name.</param>
/// <param name="IconVariant">The FluentUI icon's variant.</param>
/// <param name="IsHighlighted">Whether its button is shown beside the resource.</param>
internal sealed record ResourceCommandAnnotation(
    string Name, string DisplayName, Func<UpdateCommandStateContext, ResourceCommandState> UpdateState,
    Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ExecuteCommand, string? DisplayDescription, string? ConfirmationMessage,
    string? IconName, IconVariant? IconVariant, bool IsHighlighted) : IResourceAnnotation;

/// <summary>Variants of icons.</summary>
public enum IconVariant
{
    /// <summary>Lines.</summary>
    Regular,

    /// <summary>Filled.</summary>
    Filled,
}

/// <summary>Optional parts of a command.</summary>
public sealed class CommandOptions
{
    /// <inheritdoc cref="ResourceCommandAnnotation.DisplayDescription"/>
    public string? Description { get; set; }

    /// <inheritdoc cref="ResourceCommandAnnotation.ConfirmationMessage"/>
    public string? ConfirmationMessage { get; set; }

    /// <inheritdoc cref="ResourceCommandAnnotation.IconName"/>
    public string? IconName { get; set; }

    /// <inheritdoc cref="ResourceCommandAnnotation.IconVariant"/>
    public IconVariant? IconVariant { get; set; }

    /// <inheritdoc cref="ResourceCommandAnnotation.IsHighlighted"/>
    public bool IsHighlighted { get; set; }

    /// <inheritdoc cref="ResourceCommandAnnotation.UpdateState"/>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}

/// <summary>What a command's state depends on.</summary>
public sealed class UpdateCommandStateContext
{
    /// <summary>The resource's state.</summary>
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }

    /// <summary>The AppHost's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }
}

/// <summary>What a command works on.</summary>
public sealed class ExecuteCommandContext
{
    /// <summary>The AppHost's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>The id of the resource's running instance.</summary>
    public required string ResourceName { get; init; }

    /// <summary>Ends the command.</summary>
    public required CancellationToken CancellationToken { get; init; }
}

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it did what it should.</summary>
    public required bool Success { get; init; }

    /// <summary>Whether the user broke it off.</summary>
    public bool Canceled { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>Makes results of commands.</summary>
public static class CommandResults
{
    /// <summary>It worked.</summary>
    public static ExecuteCommandResult Success() => new() { Success = true };

    /// <summary>It failed.</summary>
    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, ErrorMessage = errorMessage };

    /// <summary>The user broke it off.</summary>
    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}

/// <summary>The commands that every resource with a process has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts it.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops it.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops and starts it.</summary>
    public static readonly string RestartCommand = "restart";
}
