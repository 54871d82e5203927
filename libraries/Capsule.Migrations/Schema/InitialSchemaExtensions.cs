using System.Text.Json;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>What every service's first migration does beside its tables.</summary>
public static class InitialSchemaExtensions
{
    /// <summary>Keeps <c>updated_at</c> of each of <paramref name="tables"/>; the function is a step of <see cref="DataSchema"/>.</summary>
    public static void CreateUpdatedAtTrigger(this MigrationBuilder migrationBuilder, string schema, params string[] tables)
    {
        ArgumentNullException.ThrowIfNull(tables);

        foreach (var table in tables)
        {
            migrationBuilder.ServiceSql(
                schema,
                $$"""
                create or replace trigger {{SqlText.Identifier($"{table}_set_updated_at")}} before update on {schema}.{{SqlText.Identifier(
                    table
                )}}
                    for each row execute function {schema}.set_updated_at();
                """
            );
        }
    }

    /// <summary>
    /// Fills <c>service_settings</c>: <c>service.name</c>, <c>service.initialised_at</c>, and <c>runtime.…</c> for each of
    /// <paramref name="runtime"/>. Existing rows stay as they are. The engine itself keeps <c>schema.version</c>.
    /// </summary>
    public static void SeedServiceSettings(
        this MigrationBuilder migrationBuilder,
        string schema,
        IReadOnlyDictionary<string, object?>? runtime = null
    )
    {
        var rows = new List<string>
        {
            Row("service.name", Json(schema), "The service that owns this schema."),
            Row("service.initialised_at", "to_jsonb(current_timestamp)", "When the schema was made."),
        };
        rows.AddRange(
            (runtime ?? new Dictionary<string, object?>()).Select(setting =>
                Row($"runtime.{setting.Key}", Json(setting.Value), "Runtime configuration.")
            )
        );

        migrationBuilder.ServiceSql(
            schema,
            $"insert into {{schema}}.service_settings (key, value, description) values\n    {string.Join(",\n    ", rows)}\non conflict (key) do nothing;"
        );
    }

    /// <summary>Undoes <see cref="SeedServiceSettings"/>, and removes whatever else was set.</summary>
    public static void ClearServiceSettings(this MigrationBuilder migrationBuilder, string schema) =>
        migrationBuilder.ServiceSql(schema, "delete from {schema}.service_settings;");

    private static string Row(string key, string value, string description) =>
        $"({SqlText.Literal(key)}, {value}, {SqlText.Literal(description)})";

    private static string Json(object? value) => $"{SqlText.Literal(JsonSerializer.Serialize(value))}::jsonb";
}
