namespace Capsule.Deploy.Deployments;

/// <summary>The state of a deployment.</summary>
public enum DeploymentStatus
{
    /// <summary>Accepted and counted against the quota; not running yet.</summary>
    Requested,
}
