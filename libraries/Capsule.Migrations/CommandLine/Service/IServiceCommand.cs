using System.CommandLine;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>A command that only one service's bundle has.</summary>
public interface IServiceCommand
{
    /// <summary>Its command line.</summary>
    CommandDefinition Definition { get; }

    /// <summary>Runs the command on the service's database as its owner.</summary>
    /// <param name="connection">Open; the caller closes it.</param>
    /// <param name="schema">The schema that the service works in.</param>
    /// <param name="parsed">The values of the options.</param>
    /// <param name="progress">Receives a line of progress now and then.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <exception cref="BundleException">The command cannot go on; says why and how the process ends.</exception>
    Task<ServiceCommandResult> RunAsync(
        NpgsqlConnection connection,
        string schema,
        ParseResult parsed,
        Action<string> progress,
        CancellationToken cancellationToken
    );
}
