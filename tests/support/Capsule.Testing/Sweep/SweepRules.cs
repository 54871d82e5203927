using System.Text.Json;
using System.Text.Json.Nodes;

namespace Capsule.Testing.Sweep;

/// <summary>
/// What a sweep cannot know of a service: good values, and where an answer other than a refusal that names the field is right. Operations
/// are named as in <c>POST /api/users</c>.
/// </summary>
public sealed class SweepRules
{
    private readonly Dictionary<string, JsonNode?> _examples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> _variants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tricks> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<(string Operation, int Status, string Type)> _answers = [];
    private readonly HashSet<(string Operation, int Status, string Type)> _good = [];
    private readonly Dictionary<string, string> _redirects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _anonymous = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pages = new(StringComparer.Ordinal);

    /// <summary>Puts right what a request that was not refused has changed; called after each.</summary>
    public Func<Task> Restore { get; init; } = () => Task.CompletedTask;

    /// <summary>
    /// Names pages for people, which are in no document and answer in HTML, alone or to forms: tests of their own send them what is wrong.
    /// </summary>
    public SweepRules Pages(params string[] operations)
    {
        _pages.UnionWith(operations);
        return this;
    }

    /// <summary>Whether an operation is a page.</summary>
    internal bool IsPage(string operation) => _pages.Contains(operation);

    /// <summary>Gives a good value of all fields of a name.</summary>
    public SweepRules Example(string field, object? value)
    {
        _examples[field] = JsonSerializer.SerializeToNode(value);
        return this;
    }

    /// <summary>Gives a good value of an operation's field.</summary>
    public SweepRules Example(string operation, string field, object? value) => Example($"{operation} {field}", value);

    /// <summary>Gives fields that go together: each variant of an operation is swept on its own.</summary>
    public SweepRules Variant(string operation, object fields)
    {
        _variants.TryAdd(operation, []);
        _variants[operation].Add(JsonSerializer.SerializeToNode(fields)!.AsObject());
        return this;
    }

    /// <summary>Says that fields of a name take such text; of one operation alone as in <c>POST /api/users name</c>.</summary>
    public SweepRules Takes(Tricks tricks, params string[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        foreach (var field in fields)
        {
            _taken[field] = _taken.GetValueOrDefault(field) | tricks;
        }

        return this;
    }

    /// <summary>Says that the good request to an operation gets this answer, because what it asks for is not there.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="status">The status.</param>
    /// <param name="type">The end of the problem's type, or the OAuth error.</param>
    public SweepRules AnswersGood(string operation, int status, string type)
    {
        _good.Add((operation, status, type));
        return this;
    }

    /// <summary>
    /// Says that an operation may give the good request, and well-formed text in any field, this answer, which names no field.
    /// </summary>
    /// <inheritdoc cref="AnswersGood"/>
    public SweepRules Answers(string operation, int status, string type)
    {
        _answers.Add((operation, status, type));
        return this;
    }

    /// <summary>Says that operations are called without the client's authorization.</summary>
    public SweepRules Anonymously(params string[] operations)
    {
        _anonymous.UnionWith(operations);
        return this;
    }

    /// <summary>Says that rows of these tables may have line breaks in text that clients keep there for themselves.</summary>
    public SweepRules KeepsLineBreaks(params string[] tables)
    {
        _kept.UnionWith(tables);
        return this;
    }

    /// <summary>Says that an operation redirects, to addresses that begin like this and no others.</summary>
    public SweepRules Redirects(string operation, string prefix)
    {
        _redirects[operation] = prefix;
        return this;
    }

    internal bool IsRedirect(ApiOperation operation, Uri? location) =>
        _redirects.TryGetValue(operation.Name, out var prefix)
        && location?.OriginalString.StartsWith(prefix, StringComparison.Ordinal) == true;

    internal bool IsAnonymous(ApiOperation operation) => _anonymous.Contains(operation.Name);

    internal bool MayKeepLineBreaks(string table) => _kept.Contains(table);

    internal bool IsGoodAnswer(ApiOperation operation, int status, string type) =>
        _good.Contains((operation.Name, status, type)) || IsAnswer(operation, status, type);

    internal bool IsAnswer(ApiOperation operation, int status, string type) => _answers.Contains((operation.Name, status, type));

    internal bool MayTake(ApiOperation operation, ApiField field, Tricks trick) =>
        trick != Tricks.None
        && ((_taken.GetValueOrDefault($"{operation.Name} {field.Name}") | _taken.GetValueOrDefault(field.Name)) & trick) == trick;

    /// <summary>Good requests: the fields of each.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Good(ApiOperation operation) =>
        _variants.TryGetValue(operation.Name, out var variants)
            ?
            [
                .. variants.Select(variant =>
                    Good(
                        operation,
                        variant,
                        operation.Fields.Where(field => variant.ContainsKey(field.Name) || field.Place == FieldPlace.Route)
                    )
                ),
            ]
            : [Good(operation, [], operation.Fields.Where(field => field.Place is not FieldPlace.Query || field.IsRequired))];

    private Dictionary<string, JsonNode?> Good(ApiOperation operation, JsonObject variant, IEnumerable<ApiField> fields) =>
        fields.ToDictionary(
            field => field.Name,
            field => variant.TryGetPropertyValue(field.Name, out var value) ? value : Example(operation, field),
            StringComparer.Ordinal
        );

    internal JsonNode? Example(ApiOperation operation, ApiField field) =>
        _examples.TryGetValue($"{operation.Name} {field.Name}", out var own) ? own
        : _examples.TryGetValue(field.Name, out var shared) ? shared
        : field.Example;
}
