using System.CommandLine;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Something that one service's bundle can be asked beside what every bundle can.</summary>
public interface IServiceCommand
{
    /// <summary>The command's name.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string Description { get; }

    /// <summary>Its options.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>Does it, on the service's database as its owner.</summary>
    /// <param name="connection">Open; the caller closes it.</param>
    /// <param name="schema">The schema that the service works in.</param>
    /// <param name="parsed">The values of the options.</param>
    /// <param name="progress">Hears a line now and then.</param>
    /// <param name="cancellationToken">Ends it before its time.</param>
    /// <exception cref="BundleException">It cannot go on; says why and how the process ends.</exception>
    Task<ServiceCommandResult> RunAsync(
        NpgsqlConnection connection,
        string schema,
        ParseResult parsed,
        Action<string> progress,
        CancellationToken cancellationToken
    );
}
