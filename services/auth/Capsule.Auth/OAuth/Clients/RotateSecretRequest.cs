using System.ComponentModel.DataAnnotations;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>The body of <c>POST /api/clients/{id}/secret</c>.</summary>
public sealed record RotateSecretRequest
{
    /// <summary>How long the previous secret stays valid, in seconds; 0 if it has leaked.</summary>
    [Range(0, 30 * 24 * 3600)]
    public int? OverlapSeconds { get; init; }
}
