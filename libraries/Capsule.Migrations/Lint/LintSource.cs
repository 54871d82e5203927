namespace Capsule.Migrations;

/// <summary>A migration or a library's step as lint is given it.</summary>
/// <param name="Name">Its name, with the timestamp.</param>
/// <param name="Statements">Everything that it would run, in order.</param>
/// <param name="Model">
/// The tables, and columns as table.column, of the model that it leads to; for a library's step those of the library.
/// </param>
/// <param name="Exceptions">Rules that it silences.</param>
internal sealed record LintSource(
    string Name,
    IReadOnlyList<SqlStatement> Statements,
    IReadOnlySet<string> Model,
    IReadOnlyList<LintExceptionAttribute> Exceptions
);
