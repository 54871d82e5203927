using Capsule.Data;

namespace Capsule.Deploy.Quotas;

/// <summary>How much a user may have deployed at once, and how much of that is used.</summary>
public sealed class Quota : Entity
{
    /// <summary>The plan of a quota whose account was closed or reopened before its subscription arrived.</summary>
    public const string NoPlan = "none";

    /// <summary>The user in the auth service; one quota each.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The plan that the limits come from.</summary>
    public required string Plan { get; set; }

    /// <summary>When the user last closed their account (UTC).</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When it was last theirs again (UTC).</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>Whether the account is closed, in whichever order that was heard of.</summary>
    public bool IsClosed => ClosedAt is not null && !(ReopenedAt > ClosedAt);

    /// <summary>Whether the event that sets the limits has yet to arrive.</summary>
    public bool IsAwaited => Plan == NoPlan && !IsClosed;

    /// <summary>Most deployments at once.</summary>
    public int MaxDeployments { get; set; }

    /// <summary>Most processor time over all deployments, in thousandths of a core.</summary>
    public int MaxCpuMillicores { get; set; }

    /// <summary>Most memory over all deployments, in MiB.</summary>
    public int MaxMemoryMegabytes { get; set; }

    /// <summary>Deployments that count at present.</summary>
    public int UsedDeployments { get; set; }

    /// <summary>Processor time in use, in thousandths of a core.</summary>
    public int UsedCpuMillicores { get; set; }

    /// <summary>Memory in use, in MiB.</summary>
    public int UsedMemoryMegabytes { get; set; }
}
