namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many copies of the resource run.</summary>
internal sealed record ReplicaAnnotation(int Replicas) : IResourceAnnotation;

/// <summary>The name of a health check, registered in the AppHost's services, that says whether the resource is well.</summary>
internal sealed record HealthCheckAnnotation(string Key) : IResourceAnnotation;

/// <summary>The resource starts when somebody asks for it.</summary>
internal sealed class ExplicitStartupAnnotation : IResourceAnnotation;
