namespace Capsule.Data;

/// <summary>A part of a <see cref="LibraryStep"/> that goes to the server in one piece.</summary>
/// <param name="Sql">The SQL, in which <c>{schema}</c> stands for the schema.</param>
/// <param name="IsTransactional">Whether it runs in the step's transaction; otherwise it is one statement that runs outside of any.</param>
public readonly record struct LibraryCommand(string Sql, bool IsTransactional);
