namespace Capsule.Backups;

/// <summary>A file of a dump.</summary>
/// <param name="Name">The file's name relative to the folder <c>dump</c>.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">The file's SHA-256 in hexadecimal digits.</param>
public sealed record BackedUpFile(string Name, long Bytes, string Sha256);
