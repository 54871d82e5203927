namespace Capsule.Migrations;

/// <summary>Who holds the lock of a database.</summary>
/// <param name="Pid">The server process of the session.</param>
/// <param name="Application">The migrator, its machine and its process.</param>
/// <param name="Address">Where it connects from; null for a local socket.</param>
/// <param name="Since">When it connected.</param>
/// <param name="Idle">For how long the session has done nothing; null while it works on a statement.</param>
public sealed record LockHolder(int Pid, string Application, string? Address, DateTimeOffset Since, TimeSpan? Idle);
