using Npgsql;

namespace Capsule.Data;

/// <summary>Reads a row's values by the names of its columns.</summary>
public static class RowExtensions
{
    /// <summary>Returns the value of a column that is not null.</summary>
    /// <exception cref="IndexOutOfRangeException">The row has no such column.</exception>
    /// <exception cref="InvalidCastException">The value is null or of another type.</exception>
    public static T Field<T>(this NpgsqlDataReader row, string column)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.GetFieldValue<T>(row.GetOrdinal(column));
    }
}
