using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Capsule.Migrations;

/// <summary>
/// SHA-256 over what a migration does: its operations, up and down, written out in one way only. Formatting, comments and the line ends
/// of the source file do not count; neither do properties that have their default value, so that a property which a later EF Core adds
/// changes nothing.
/// </summary>
internal static class OperationsChecksum
{
    /// <summary>Returns 64 hexadecimal digits.</summary>
    public static string Of(Migration migration)
    {
        var text = new StringBuilder();
        Write(text, "up", migration.UpOperations);
        Write(text, "down", Down(migration));
        return Of(text.ToString());
    }

    /// <summary>Returns 64 hexadecimal digits for a text; its line ends and a byte order mark do not count.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SourceText.Normalize(text))));

    /// <summary>What takes a migration back; null when it cannot be.</summary>
    public static IReadOnlyList<MigrationOperation>? Down(Migration migration)
    {
        try
        {
            return migration.DownOperations;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static void Write(StringBuilder text, string name, object? value)
    {
        switch (value)
        {
            case MigrationOperation operation:
                text.Append(name).Append('=').Append(operation.GetType().Name).Append("{\n");
                foreach (var (property, content) in Properties(operation))
                {
                    Write(text, property, content);
                }

                text.Append("}\n");
                break;
            case string or bool or Type or Enum:
                text.Append(name).Append('=').Append(Literal(value is Type type ? type.FullName! : value.ToString()!)).Append('\n');
                break;
            case IFormattable number:
                text.Append(name)
                    .Append('=')
                    .Append(Literal(number.ToString(number is DateTime or DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture)))
                    .Append('\n');
                break;
            case IEnumerable items:
                var index = 0;
                foreach (var item in items)
                {
                    Write(text, string.Create(CultureInfo.InvariantCulture, $"{name}[{index++}]"), item);
                }

                break;
            case null:
                text.Append(name).Append("=null\n");
                break;
            default:
                text.Append(name).Append('=').Append(Literal(value.ToString()!)).Append('\n');
                break;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Properties(MigrationOperation operation) =>
        operation
            .GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.CanRead)
            .Select(property => (property.Name, Value: (object?)property.GetValue(operation)))
            .Where(property => !IsDefault(property.Value))
            .Concat(
                ((IReadOnlyAnnotatable)operation).GetAnnotations().Select(annotation => (Name: $"@{annotation.Name}", annotation.Value))
            )
            .OrderBy(property => property.Name, StringComparer.Ordinal);

    private static bool IsDefault(object? value) =>
        value switch
        {
            null or false or "" => true,
            ICollection { Count: 0 } => true,
            Enum number => Convert.ToInt64(number, CultureInfo.InvariantCulture) == 0,
            ValueType number => number.Equals(Activator.CreateInstance(number.GetType())),
            _ => false,
        };

    // A string that spans lines in the source has the line ends of the file.
    private static string Literal(string text) => System.Text.Json.JsonSerializer.Serialize(SourceText.Normalize(text));
}
