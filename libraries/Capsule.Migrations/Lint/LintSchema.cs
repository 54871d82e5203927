namespace Capsule.Migrations;

/// <summary>The tables that statements have made so far, as far as rules ask about them.</summary>
internal sealed class LintSchema
{
    private readonly Dictionary<string, LintTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Returns a table, named schema.table; null when there is none.</summary>
    public LintTable? this[string table] => _tables.GetValueOrDefault(table);

    /// <summary>The names of the tables, and of their columns as schema.table.column.</summary>
    public IEnumerable<string> Names =>
        _tables.SelectMany(pair => pair.Value.Columns.Keys.Select(column => $"{pair.Key}.{column}").Prepend(pair.Key));

    /// <summary>Returns a copy that stays as it is.</summary>
    public LintSchema Copy()
    {
        var copy = new LintSchema();
        foreach (var (name, table) in _tables)
        {
            copy._tables[name] = table.Copy();
        }

        return copy;
    }

    /// <summary>Takes a change in.</summary>
    public void Apply(SchemaChange change)
    {
        switch (change)
        {
            case TableCreated created:
                // if not exists: what was there stays.
                _tables.TryAdd(created.Table, LintTable.Of(created));
                break;
            case TableDropped dropped:
                _tables.Remove(dropped.Table);
                break;
            case TableRenamed renamed when _tables.Remove(renamed.Table, out var table):
                _tables[renamed.NewName] = table;
                break;
            case IndexDropped dropped:
                foreach (var owner in _tables.Values)
                {
                    owner.Keys.Remove(dropped.Index);
                }

                break;
            default:
                this[change.Table]?.Apply(change);
                break;
        }
    }
}
