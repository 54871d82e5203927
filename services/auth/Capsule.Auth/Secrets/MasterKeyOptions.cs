namespace Capsule.Auth.Secrets;

/// <summary>Settings of section <c>Auth</c>: the keys that seal secrets at rest.</summary>
public sealed class MasterKeyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth";

    /// <summary>32 random bytes in base64 with which all secrets at rest are sealed; all replicas need the same key.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Earlier master keys (comma-separated), which open older secrets and seal no new ones.</summary>
    public string RetiredMasterKeys { get; set; } = "";
}
