namespace Capsule.Web;

/// <summary>The descriptions of the service's OpenAPI tags.</summary>
internal sealed class TagDescriptions
{
    private readonly Dictionary<string, string> _descriptions = new(StringComparer.Ordinal)
    {
        ["Database"] = "The state of the service's database.",
    };

    public string? Of(string? tag) => tag is not null && _descriptions.TryGetValue(tag, out var description) ? description : null;

    public void Add(string tag, string description) => _descriptions[tag] = description;
}
