namespace Capsule.Cli.Api;

/// <summary>An operation of a service's API for operators: an entry of the table of operations.</summary>
/// <param name="Service">The service, whose name is also the command's group.</param>
/// <param name="Name">The command's name.</param>
/// <param name="Description">The description in one sentence.</param>
/// <param name="Method">The request's HTTP method.</param>
/// <param name="Path">The request's path; <c>{id}</c> is replaced by the argument of that name.</param>
internal sealed record ApiOperation(string Service, string Name, string Description, HttpMethod Method, string Path)
{
    /// <summary>The arguments that replace the placeholders of <see cref="Path"/>, in order.</summary>
    public IReadOnlyList<ApiArgument> Arguments { get; init; } = [];

    /// <summary>Options that become query parameters or body fields.</summary>
    public IReadOnlyList<ApiOption> Options { get; init; } = [];

    /// <summary>Body fields with fixed values.</summary>
    public IReadOnlyDictionary<string, object> Body { get; init; } = new Dictionary<string, object>();

    /// <summary>The view that shows the response.</summary>
    public Output.IResultView View { get; init; } = new Output.RowView();

    /// <summary>The name that results are reported under.</summary>
    public string FullName => $"{Service} {Name}";
}

/// <summary>An argument.</summary>
/// <param name="Name">The name of the placeholder in the path.</param>
/// <param name="Description">A short description.</param>
internal sealed record ApiArgument(string Name, string Description);

/// <summary>An option.</summary>
/// <param name="Name">The name with its dashes.</param>
/// <param name="Field">The name of the query parameter or body field.</param>
/// <param name="Description">The description in one sentence.</param>
/// <param name="Value">The placeholder for the value in the help text.</param>
internal sealed record ApiOption(string Name, string Field, string Description, string Value)
{
    /// <summary>Whether the option may be repeated to form a list; such an option is required.</summary>
    public bool IsList { get; init; }
}
