namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource does not start before another one has got somewhere.</summary>
internal sealed record WaitAnnotation(IResource Resource, WaitType WaitType, int ExitCode = 0) : IResourceAnnotation;

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
