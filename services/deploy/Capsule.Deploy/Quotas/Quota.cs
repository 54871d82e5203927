using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>The resources that a user's deployments may use, and those in use.</summary>
public sealed class Quota : FollowedAccount
{
    /// <summary>The plan of a quota whose account event arrived before the subscription event.</summary>
    public const string NoPlan = "none";

    /// <summary>The plan that defines the limits.</summary>
    public required string Plan { get; set; }

    /// <summary>Whether the subscription event that sets the limits has not arrived yet.</summary>
    public bool IsAwaited => Plan == NoPlan && !IsClosed;

    /// <summary>Creates a quota without a plan, for a user whose subscription event has not arrived yet.</summary>
    public static Quota Awaited(Guid userId) => new() { UserId = userId, Plan = NoPlan };

    /// <summary>Maximum number of deployments.</summary>
    public int MaxDeployments { get; set; }

    /// <summary>Maximum CPU of all deployments, in thousandths of a core.</summary>
    public int MaxCpuMillicores { get; set; }

    /// <summary>Maximum memory of all deployments, in MiB.</summary>
    public int MaxMemoryMegabytes { get; set; }

    /// <summary>Number of deployments that count against the quota.</summary>
    public int UsedDeployments { get; set; }

    /// <summary>CPU in use, in thousandths of a core.</summary>
    public int UsedCpuMillicores { get; set; }

    /// <summary>Memory in use, in MiB.</summary>
    public int UsedMemoryMegabytes { get; set; }
}
