namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that the dashboard knows.</summary>
public static class KnownResourceStates
{
    /// <summary>Not started, until somebody asks for it.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Waiting for other resources.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Starting.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Running.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>It could not be started.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>Stopping.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Ended, stopped or crashed.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Ended with what it had to do done.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>The states that nothing follows on by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>How the dashboard shows a state.</summary>
public static class KnownResourceStateStyles
{
    /// <summary>Green.</summary>
    public static readonly string Success = "success";

    /// <summary>Red.</summary>
    public static readonly string Error = "error";
}
