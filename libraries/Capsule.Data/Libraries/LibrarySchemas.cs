using System.Collections.Concurrent;
using System.Reflection;

namespace Capsule.Data;

/// <summary>Returns the library schemas of a context without building the model.</summary>
public static class LibrarySchemas
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<LibrarySchema>> Known = new();

    /// <summary>
    /// Returns the library schemas of a context in the order in which their steps are applied: dependencies first, then by name.
    /// </summary>
    public static IReadOnlyList<LibrarySchema> Of(Type context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Known.GetOrAdd(context, Read);
    }

    /// <summary>Returns the names of all library steps of a context in the order in which they are applied.</summary>
    public static IReadOnlyList<string> StepsOf(Type context) =>
        [.. Of(context).SelectMany(library => library.Steps).Select(step => step.Name)];

    /// <summary>
    /// Returns the commands that apply all library steps of a context to <paramref name="schema"/>, to be executed one by one and outside a
    /// transaction. Meant for databases that are created without a bundle.
    /// </summary>
    public static IReadOnlyList<string> CommandsOf(Type context, string schema) =>
        [
            .. Of(context)
                .SelectMany(library => library.Steps)
                .SelectMany(step => step.Up)
                .Select(command => SqlText.InSchema(command.Sql, schema)),
        ];

    private static IReadOnlyList<LibrarySchema> Read(Type context)
    {
        var ordered = new List<LibrarySchema>();
        var named = context.GetCustomAttributes<LibrarySchemaAttribute>(inherit: true).Select(attribute => attribute.Schema);
        foreach (var library in named.OrderBy(library => library.Name, StringComparer.Ordinal))
        {
            Add(library);
        }

        return ordered;

        void Add(LibrarySchema library)
        {
            foreach (var needed in library.Needs)
            {
                Add(needed);
            }

            if (!ordered.Exists(added => added.Name == library.Name))
            {
                ordered.Add(library);
            }
        }
    }
}
