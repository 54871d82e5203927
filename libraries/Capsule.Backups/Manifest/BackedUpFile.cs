namespace Capsule.Backups;

/// <summary>A file of a dump.</summary>
/// <param name="Name">Its name below the folder <c>dump</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of it, in hexadecimal digits.</param>
public sealed record BackedUpFile(string Name, long Bytes, string Sha256);
