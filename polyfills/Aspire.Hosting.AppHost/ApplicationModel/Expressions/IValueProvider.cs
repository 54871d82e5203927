namespace Aspire.Hosting.ApplicationModel;

/// <summary>Has a value, perhaps only once the application runs.</summary>
public interface IValueProvider
{
    /// <summary>The value; waits until it is known.</summary>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Can be written into the manifest in place of its value.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The placeholder, for example <c>{auth-db.connectionString}</c>.</summary>
    string ValueExpression { get; }
}

/// <summary>A value made of other values.</summary>
public interface IValueWithReferences
{
    /// <summary>Those values.</summary>
    IEnumerable<object> References { get; }
}
