namespace Capsule.Auth.Secrets;

/// <summary>Settings of section <c>Auth</c> that secrets at rest depend on.</summary>
public sealed class MasterKeyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth";

    /// <summary>32 random bytes in base64 that all secrets at rest are sealed under; every replica has the same.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Earlier master keys (comma-separated): what they sealed can still be opened, nothing new is sealed under them.</summary>
    public string RetiredMasterKeys { get; set; } = "";
}
