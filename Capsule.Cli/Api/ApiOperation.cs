namespace Capsule.Cli.Api;

/// <summary>Something that the API of a service does for operators: a line of the table of commands.</summary>
/// <param name="Service">The service, which is the command's group as well.</param>
/// <param name="Name">The command's name.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">Its path; <c>{id}</c> is the argument of this name.</param>
internal sealed record ApiOperation(string Service, string Name, string Description, HttpMethod Method, string Path)
{
    /// <summary>The arguments that replace the placeholders of <see cref="Path"/>, in their order.</summary>
    public IReadOnlyList<ApiArgument> Arguments { get; init; } = [];

    /// <summary>Options that become parameters of the query, or fields of the body.</summary>
    public IReadOnlyList<ApiOption> Options { get; init; } = [];

    /// <summary>Fields of the body that the command itself says.</summary>
    public IReadOnlyDictionary<string, object> Body { get; init; } = new Dictionary<string, object>();

    /// <summary>How its answer is shown.</summary>
    public Output.IResultView View { get; init; } = new Output.RowView();

    /// <summary>How it appears in results.</summary>
    public string FullName => $"{Service} {Name}";
}

/// <summary>An argument.</summary>
/// <param name="Name">As in the path.</param>
/// <param name="Description">In a few words.</param>
internal sealed record ApiArgument(string Name, string Description);

/// <summary>An option.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Field">What the API calls it.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="Value">What stands for its value in the help.</param>
internal sealed record ApiOption(string Name, string Field, string Description, string Value)
{
    /// <summary>Whether it may be given several times, as a list; such a one is needed.</summary>
    public bool IsList { get; init; }
}
