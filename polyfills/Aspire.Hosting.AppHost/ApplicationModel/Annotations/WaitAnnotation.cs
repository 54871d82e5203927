namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource does not start before another one has got somewhere.</summary>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>How far it must be.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>The exit code that counts as success of a completed resource.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What to do when the other resource fails; the application's default unless given.</summary>
    public WaitBehavior? WaitBehavior { get; init; }
}

/// <summary>How far a resource must be before another one starts.</summary>
public enum WaitType
{
    /// <summary>Running, and healthy by its checks.</summary>
    WaitUntilHealthy,

    /// <summary>Ended with the expected exit code.</summary>
    WaitForCompletion,

    /// <summary>Running.</summary>
    WaitUntilStarted,
}

/// <summary>What to do when a resource that is waited for fails.</summary>
public enum WaitBehavior
{
    /// <summary>Go on waiting: somebody may restart it.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Fail as well.</summary>
    StopOnResourceUnavailable,
}
