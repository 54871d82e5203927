using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Capsule.Messaging.Tests.Contracts;

/// <summary>
/// Events only ever grow: what was published once can be read by today's services, and what is published today by yesterday's.
/// </summary>
public sealed class PublishedEventTests
{
    private const string WriteVariable = "CAPSULE_WRITE_CONTRACTS";

    public static TheoryData<string> Contracts => [.. PublishedEvent.Contracts.Select(contract => contract.Name)];

    public static TheoryData<string, int> Published
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var published in PublishedEvent.ReadAll())
            {
                data.Add(published.Event, published.Version);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void What_is_published_today_is_written_down(string name)
    {
        var contract = Contract(name);
        var newest = PublishedEvent.ReadAll().Where(published => published.Event == name).MaxBy(published => published.Version);
        var today = PublishedEvent.Example(contract);
        if (Shape(newest?.Json) != Shape(today) && Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            PublishedEvent.Write(contract, (newest?.Version ?? 0) + 1);
            return;
        }

        Assert.True(
            Shape(newest?.Json) == Shape(today),
            $"{name} is published as {Shape(today)}, and written down as {Shape(newest?.Json)}. If that is meant, run this test once with {WriteVariable}=1 and commit the new file."
        );
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Whatever_was_published_once_is_read_whole_and_still_sent_to_who_reads_it(string name, int version)
    {
        var published = PublishedEvent.ReadAll().Single(file => file.Event == name && file.Version == version);
        var contract = Contract(name);

        var read = JsonSerializer.Deserialize(published.Json, contract, EventEnvelope.Json)!;

        var again = JsonSerializer.SerializeToNode(read, contract, EventEnvelope.Json)!.AsObject();
        foreach (var (property, value) in published.Json)
        {
            Assert.True(
                again.TryGetPropertyValue(property, out var now) && JsonNode.DeepEquals(now, value),
                $"{name}.{version}: {property} was {value?.ToJsonString()} and is now {now?.ToJsonString() ?? "gone"}. Events only grow: add a property, or a new event."
            );
        }

        foreach (var parameter in contract.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!.GetParameters())
        {
            Assert.True(
                published.Json.ContainsKey(JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!))
                    || parameter.HasDefaultValue
                    || IsNullable(parameter),
                $"{name}: {parameter.Name} is not in version {version}, so it must be nullable or have a default: that is what those who read an old event get."
            );
        }
    }

    [Fact]
    public void No_event_that_was_published_is_gone() =>
        Assert.Empty(
            PublishedEvent.ReadAll().Select(published => published.Event).Except(PublishedEvent.Contracts.Select(contract => contract.Name))
        );

    private static Type Contract(string name) => PublishedEvent.Contracts.Single(contract => contract.Name == name);

    private static bool IsNullable(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    // Names and kinds of values, in the order of their names.
    private static string? Shape(JsonObject? json) =>
        json is null
            ? null
            : string.Join(
                ", ",
                json.OrderBy(property => property.Key, StringComparer.Ordinal)
                    .Select(property => $"{property.Key}: {property.Value?.GetValueKind()}")
            );
}
