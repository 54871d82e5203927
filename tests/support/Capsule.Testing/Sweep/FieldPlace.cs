namespace Capsule.Testing.Sweep;

/// <summary>Where a request carries a value.</summary>
public enum FieldPlace
{
    /// <summary>In the JSON body.</summary>
    Body,

    /// <summary>In the form that is the body.</summary>
    Form,

    /// <summary>In the query.</summary>
    Query,

    /// <summary>In the path.</summary>
    Route,
}
