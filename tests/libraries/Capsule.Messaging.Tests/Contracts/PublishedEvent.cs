using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Capsule.Contracts;
using Capsule.Testing;

namespace Capsule.Messaging.Tests.Contracts;

/// <summary>
/// What an event looked like when it was published: a file of Contracts/Published, one for each form that an event ever had.
/// </summary>
/// <param name="Event">The contract's name.</param>
/// <param name="Version">1 for the first form, and so on.</param>
/// <param name="Json">An example with every property.</param>
internal sealed record PublishedEvent(string Event, int Version, JsonObject Json)
{
    /// <summary>Where the files are.</summary>
    public static string Folder { get; } =
        Path.Combine(RepositoryFolder.Root, "tests", "libraries", "Capsule.Messaging.Tests", "Contracts", "Published");

    /// <summary>Every event of Capsule.Contracts.</summary>
    public static IReadOnlyList<Type> Contracts { get; } =
    [
        .. typeof(UserRegistered)
            .Assembly.GetExportedTypes()
            .Where(type => type.GetProperty("OccurredAt") is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>All files, oldest form of each event first.</summary>
    public static IReadOnlyList<PublishedEvent> ReadAll() =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.json")
                .Order(StringComparer.Ordinal)
                .Select(file =>
                    Path.GetFileNameWithoutExtension(file).Split('.') is [var name, var version]
                        ? new PublishedEvent(
                            name,
                            int.Parse(version, CultureInfo.InvariantCulture),
                            JsonNode.Parse(File.ReadAllText(file))!.AsObject()
                        )
                        : throw new InvalidOperationException($"{file} is not named Event.Version.json.")
                ),
        ];

    /// <summary>An example of a contract as it is published today.</summary>
    public static JsonObject Example(Type contract)
    {
        var constructor = contract.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var instance = constructor.Invoke([.. constructor.GetParameters().Select(Sample)]);
        return JsonSerializer.SerializeToNode(instance, contract, EventEnvelope.Json)!.AsObject();
    }

    /// <summary>Writes the example as a new form.</summary>
    public static void Write(Type contract, int version) =>
        File.WriteAllText(
            Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{contract.Name}.{version}.json")),
            Example(contract).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"
        );

    private static object Sample(ParameterInfo parameter) =>
        (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) switch
        {
            var type when type == typeof(Guid) => new Guid("01a1fe12-6a2c-75e7-998c-ee74ff25ac99"),
            var type when type == typeof(string) => parameter.Name!,
            var type when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 11, 21, 12, 26, 22, TimeSpan.Zero),
            var type when type == typeof(bool) => true,
            var type when type == typeof(IReadOnlyDictionary<string, string>) => new Dictionary<string, string>
            {
                ["key"] = parameter.Name!,
            },
            { IsEnum: true } type => Enum.GetValues(type).GetValue(0)!,
            { IsPrimitive: true } type => Convert.ChangeType(7, type, CultureInfo.InvariantCulture),
            var type when type == typeof(decimal) => 7m,
            var type => throw new NotSupportedException($"{parameter.Member.DeclaringType}: no example of {type} yet; add one here."),
        };
}
