namespace Capsule.Deploy.Deployments;

/// <summary>How far a deployment is.</summary>
public enum DeploymentStatus
{
    /// <summary>Accepted and counted against the quota; not running yet.</summary>
    Requested,
}
