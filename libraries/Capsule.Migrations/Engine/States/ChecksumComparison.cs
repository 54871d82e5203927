namespace Capsule.Migrations;

/// <summary>Whether an applied migration is the one that the bundle has.</summary>
public enum ChecksumComparison
{
    /// <summary>It was not applied, or one of the two has no checksum.</summary>
    Unknown,

    /// <summary>It is.</summary>
    Ok,

    /// <summary>It was edited since.</summary>
    Changed,
}
