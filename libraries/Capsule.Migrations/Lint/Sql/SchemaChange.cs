namespace Capsule.Migrations;

/// <summary>What a statement does to the schema, whether EF Core wrote it or somebody by hand. Tables are named schema.table.</summary>
/// <param name="Table">The table that it is about; empty when it is about none.</param>
internal abstract record SchemaChange(string Table);

/// <summary>create table</summary>
internal sealed record TableCreated(string Table, IReadOnlyList<ColumnClause> Columns, IReadOnlyList<ConstraintClause> Constraints)
    : SchemaChange(Table);

/// <summary>drop table</summary>
internal sealed record TableDropped(string Table) : SchemaChange(Table);

/// <summary>alter table … rename to, or set schema</summary>
internal sealed record TableRenamed(string Table, string NewName) : SchemaChange(Table);

/// <summary>alter table … add column</summary>
internal sealed record ColumnAdded(string Table, ColumnClause Column) : SchemaChange(Table);

/// <summary>alter table … drop column</summary>
internal sealed record ColumnDropped(string Table, string Column) : SchemaChange(Table);

/// <summary>alter table … rename column</summary>
internal sealed record ColumnRenamed(string Table, string Column, string NewName) : SchemaChange(Table);

/// <summary>alter table … alter column … type</summary>
internal sealed record ColumnRetyped(string Table, string Column, string Type, bool Using) : SchemaChange(Table);

/// <summary>alter table … alter column … set not null</summary>
internal sealed record ColumnMadeNotNull(string Table, string Column) : SchemaChange(Table);

/// <summary>alter table … add constraint</summary>
internal sealed record ConstraintAdded(string Table, ConstraintClause Constraint) : SchemaChange(Table);

/// <summary>alter table … drop constraint</summary>
internal sealed record ConstraintDropped(string Table, string Constraint) : SchemaChange(Table);

/// <summary>alter table … validate constraint</summary>
internal sealed record ConstraintValidated(string Table, string Constraint) : SchemaChange(Table);

/// <summary>create index; a column that is an expression is an empty name.</summary>
internal sealed record IndexCreated(string Table, string Index, IReadOnlyList<string> Columns, bool Concurrently, bool Partial)
    : SchemaChange(Table);

/// <summary>drop index</summary>
internal sealed record IndexDropped(string Index) : SchemaChange("");

/// <summary>reindex without concurrently</summary>
internal sealed record IndexRebuilt(string Table) : SchemaChange(Table);

/// <summary>truncate, or delete without where</summary>
internal sealed record RowsRemoved(string Table, string How) : SchemaChange(Table);

/// <summary>alter type … add value</summary>
internal sealed record EnumValueAdded(string Type, string Value) : SchemaChange("");
