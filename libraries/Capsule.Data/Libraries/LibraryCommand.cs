namespace Capsule.Data;

/// <summary>A part of a <see cref="LibraryStep"/> that is sent to the server as one command.</summary>
/// <param name="Sql">The SQL, with <c>{schema}</c> in place of the schema's name.</param>
/// <param name="IsTransactional">
/// Whether the command runs in the step's transaction; otherwise it is a single statement that runs outside any transaction.
/// </param>
public readonly record struct LibraryCommand(string Sql, bool IsTransactional);
