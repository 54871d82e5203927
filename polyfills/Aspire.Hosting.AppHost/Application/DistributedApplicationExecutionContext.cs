namespace Aspire.Hosting;

/// <summary>Whether the application is run or published.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    /// <summary>What is done.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether its manifest is written and nothing started.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Whether it is started on this machine.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}

/// <summary>What can be done with the application.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>Start it on this machine.</summary>
    Run,

    /// <summary>Write its manifest.</summary>
    Publish,
}
