using System.ComponentModel.DataAnnotations;

namespace Capsule.Deploy.Deployments;

/// <summary>The body of <c>POST /api/deployments</c>; the deployment belongs to the token's subject.</summary>
public sealed record RequestDeploymentRequest
{
    /// <summary>Maximum length of a name: that of a DNS label (RFC 1035, section 2.3.4).</summary>
    public const int NameLength = 63;

    /// <summary>Maximum length of an image reference.</summary>
    public const int ImageLength = 512;

    /// <summary>The name: a DNS label, unique per user.</summary>
    [
        Required,
        MaxLength(NameLength),
        RegularExpression(
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
            ErrorMessage = "The field Name must be lower-case letters, digits and hyphens (a DNS label)."
        )
    ]
    public string Name { get; init; } = "";

    /// <summary>The container image, e.g. <c>nginx:1.27</c>.</summary>
    [
        Required,
        MaxLength(ImageLength),
        RegularExpression(
            "^[A-Za-z0-9][A-Za-z0-9._/:@+-]*$",
            ErrorMessage = "The field Image must be an image reference: letters, digits and ._/:@+-."
        )
    ]
    public string Image { get; init; } = "";

    /// <summary>CPU limit in thousandths of a core.</summary>
    [Range(10, 64_000)]
    public int CpuMillicores { get; init; } = 250;

    /// <summary>Memory limit in MiB.</summary>
    [Range(16, 262_144)]
    public int MemoryMegabytes { get; init; } = 256;
}
