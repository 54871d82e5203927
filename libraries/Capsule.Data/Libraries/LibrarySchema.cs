using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Data;

/// <summary>
/// The tables, functions and triggers that a library adds to the schema of every service that uses the library: numbered SQL steps, which
/// every migrations bundle applies before the service's own migrations, and the mapping of the tables. A context names the schema with
/// <see cref="LibrarySchemaAttribute{TSchema}"/>.
/// </summary>
/// <remarks>
/// The steps are the embedded resources <c>schema/NAME/001_what.sql</c> of the derived class's assembly (see <see cref="LibraryStep"/>). A
/// released step is never edited; a change is a new step.
/// </remarks>
public abstract partial class LibrarySchema
{
    private readonly Lazy<IReadOnlyList<LibraryStep>> _steps;

    /// <summary>Creates the schema of a library.</summary>
    /// <param name="name">The library's name, such as <c>Capsule.Messaging</c>: letters, digits and dots.</param>
    /// <param name="needs">The schemas that this one depends on; their steps are applied first.</param>
    protected LibrarySchema(string name, params LibrarySchema[] needs)
    {
        if (!LibraryName().IsMatch(name))
        {
            throw new ArgumentException($"\"{name}\" is not a library's name: letters, digits and dots.", nameof(name));
        }

        Name = name;
        Needs = needs;
        _steps = new(Read);
    }

    /// <summary>The library's name.</summary>
    public string Name { get; }

    /// <summary>The schemas that this one depends on.</summary>
    public IReadOnlyList<LibrarySchema> Needs { get; }

    /// <summary>The steps in the order in which they are applied.</summary>
    /// <exception cref="InvalidOperationException">A file name or a directive is invalid, or a step number is missing.</exception>
    public IReadOnlyList<LibraryStep> Steps => _steps.Value;

    /// <summary>The prefix of the embedded resources' names.</summary>
    protected virtual string Resources => $"schema/{Name}/";

    /// <summary>Maps the tables and excludes each from EF Core's migrations.</summary>
    protected internal virtual void Map(ModelBuilder modelBuilder) { }

    private LibraryStep[] Read()
    {
        var prefix = Resources;
        var assembly = GetType().Assembly;
        LibraryStep[] steps =
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(resource =>
                    LibraryStep.Parse($"{Name}/{Path.GetFileNameWithoutExtension(resource[prefix.Length..])}", Text(resource))
                ),
        ];
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Number != i + 1)
            {
                throw new InvalidOperationException($"{steps[i].Name}: the number of this step must be {i + 1:000}.");
            }
        }

        return steps.Length > 0
            ? steps
            : throw new InvalidOperationException($"{assembly.GetName().Name} has no embedded resource {prefix}001_….sql.");

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex LibraryName();
}
