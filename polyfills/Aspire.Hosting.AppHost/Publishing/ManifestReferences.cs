using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Turns values into the manifest's placeholders, and remembers what they refer to.</summary>
internal sealed class ManifestReferences
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<IResource> _used = [];
    private readonly List<(string Name, ParameterResource Parameter, string Filter)> _encoded = [];

    /// <summary>The resources that some value refers to.</summary>
    public IEnumerable<IResource> Used => _used;

    /// <summary>The parameters that are used encoded, and the names of the encoded values.</summary>
    public IEnumerable<(string Name, ParameterResource Parameter, string Filter)> Encoded => _encoded;

    /// <summary>Keeps names free of generated ones.</summary>
    public void Reserve(IEnumerable<string> names) => _names.UnionWith(names);

    /// <summary>The text that stands for a value in the manifest.</summary>
    public string Expression(object value)
    {
        Remember(value);
        return value switch
        {
            ReferenceExpression expression => string.Format(CultureInfo.InvariantCulture, expression.Format, Parts(expression)),
            IManifestExpressionProvider provider => provider.ValueExpression,
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    private object[] Parts(ReferenceExpression expression) =>
        [.. expression.ValueProviders.Select((provider, i) => (provider, expression.StringFormats[i]) switch
        {
            (ReferenceExpression inner, _) => Expression(inner),
            (ParameterResource parameter, { Length: > 0 } filter) => $"{{{EncodedName(parameter, filter)}.value}}",
            _ => expression.ManifestExpressions[i],
        })];

    private string EncodedName(ParameterResource parameter, string filter)
    {
        if (_encoded.FirstOrDefault(e => e.Parameter == parameter && e.Filter == filter).Name is { } known)
        {
            return known;
        }

        var stem = $"{parameter.Name}-{filter}-encoded";
        var name = stem;
        for (var i = 1; !_names.Add(name); i++)
        {
            name = $"{stem}-{i}";
        }

        _encoded.Add((name, parameter, filter));
        return name;
    }

    private void Remember(object value)
    {
        if (!_seen.Add(value))
        {
            return;
        }

        if (value is IResource resource)
        {
            _used.Add(resource);
        }

        foreach (var reference in (value as IValueWithReferences)?.References ?? [])
        {
            Remember(reference);
        }
    }
}
