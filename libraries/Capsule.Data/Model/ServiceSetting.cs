using System.Text.Json;

namespace Capsule.Data;

/// <summary>One row of <c>service_settings</c>.</summary>
public sealed class ServiceSetting : IAudited
{
    /// <summary>The setting's name, such as <c>schema.version</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The setting's value, any JSON.</summary>
    public required JsonElement Value { get; set; }

    /// <summary>The setting's purpose.</summary>
    public string? Description { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; private set; }
}
