namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many copies of the resource run.</summary>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>The number of copies.</summary>
    public int Replicas { get; } = replicas;
}

/// <summary>A health check, registered in the AppHost's services, that says whether the resource is well.</summary>
public sealed class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The check's registered name.</summary>
    public string Key { get; } = key;
}

/// <summary>The resource starts when somebody asks for it.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;
