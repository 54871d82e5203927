using Capsule.Messaging;

namespace Capsule.Deploy.Quotas;

/// <summary>How much a user may have deployed at once, and how much of that is used.</summary>
public sealed class Quota : FollowedAccount
{
    /// <summary>The plan of a quota whose account changed before its subscription arrived.</summary>
    public const string NoPlan = "none";

    /// <summary>The plan that the limits come from.</summary>
    public required string Plan { get; set; }

    /// <summary>Whether the event that sets the limits has yet to arrive.</summary>
    public bool IsAwaited => Plan == NoPlan && !IsClosed;

    /// <summary>A quota without a plan, for a user whose subscription has yet to arrive.</summary>
    public static Quota Awaited(Guid userId) => new() { UserId = userId, Plan = NoPlan };

    /// <summary>Maximum number of deployments.</summary>
    public int MaxDeployments { get; set; }

    /// <summary>Maximum processor time over all deployments, in thousandths of a core.</summary>
    public int MaxCpuMillicores { get; set; }

    /// <summary>Maximum memory over all deployments, in MiB.</summary>
    public int MaxMemoryMegabytes { get; set; }

    /// <summary>Deployments that count at present.</summary>
    public int UsedDeployments { get; set; }

    /// <summary>Processor time in use, in thousandths of a core.</summary>
    public int UsedCpuMillicores { get; set; }

    /// <summary>Memory in use, in MiB.</summary>
    public int UsedMemoryMegabytes { get; set; }
}
