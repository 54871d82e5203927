namespace Capsule.Migrations;

/// <summary>A table as far as rules ask about it.</summary>
internal sealed class LintTable
{
    /// <summary>The type of each column.</summary>
    public Dictionary<string, string> Columns { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The columns of each index and key over all rows, by name.</summary>
    public Dictionary<string, IReadOnlyList<string>> Keys { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The column that each check keeps from being null, and whether that is known of all rows.</summary>
    public Dictionary<string, (string Column, bool Valid)> NotNullChecks { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Returns the table that a statement creates.</summary>
    public static LintTable Of(TableCreated created)
    {
        var table = new LintTable();
        foreach (var column in created.Columns)
        {
            table.Apply(new ColumnAdded(created.Table, column));
        }

        foreach (var constraint in created.Constraints)
        {
            table.Add(constraint);
        }

        return table;
    }

    /// <summary>Returns a copy that stays as it is.</summary>
    public LintTable Copy() =>
        new()
        {
            Columns = new(Columns, StringComparer.Ordinal),
            Keys = new(Keys, StringComparer.Ordinal),
            NotNullChecks = new(NotNullChecks, StringComparer.Ordinal),
        };

    /// <summary>Takes a change of this table in.</summary>
    public void Apply(SchemaChange change)
    {
        switch (change)
        {
            case ColumnAdded added:
                Columns[added.Column.Name] = added.Column.Type;
                foreach (var constraint in added.Column.Constraints)
                {
                    Add(constraint);
                }

                break;
            case ColumnDropped dropped:
                Columns.Remove(dropped.Column);
                break;
            case ColumnRenamed renamed when Columns.Remove(renamed.Column, out var type):
                Columns[renamed.NewName] = type;
                break;
            case ColumnRetyped retyped:
                Columns[retyped.Column] = retyped.Type;
                break;
            case ConstraintAdded added:
                Add(added.Constraint);
                break;
            case ConstraintDropped dropped:
                Keys.Remove(dropped.Constraint);
                NotNullChecks.Remove(dropped.Constraint);
                break;
            case ConstraintValidated validated when NotNullChecks.TryGetValue(validated.Constraint, out var check):
                NotNullChecks[validated.Constraint] = check with { Valid = true };
                break;
            case IndexCreated { Partial: false } created:
                Keys[Name(created.Index)] = created.Columns;
                break;
        }
    }

    private void Add(ConstraintClause constraint)
    {
        if (constraint is { Kind: ConstraintKind.Key, UsingIndex: false })
        {
            Keys[Name(constraint.Name)] = constraint.Columns;
        }
        else if (constraint.ExcludesNull is { } column)
        {
            NotNullChecks[Name(constraint.Name)] = (column, !constraint.NotValid);
        }
    }

    /// <summary>What PostgreSQL would name is never dropped by that name here; it only must not be taken for another.</summary>
    private string Name(string name) => name.Length > 0 ? name : $"?{Keys.Count + NotNullChecks.Count}";
}
