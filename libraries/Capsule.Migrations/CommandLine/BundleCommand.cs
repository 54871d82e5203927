using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>One command of a bundle: its name, its options, and what it does to the one database of its service.</summary>
/// <typeparam name="TContext">The service's context.</typeparam>
internal abstract class BundleCommand<TContext>(string name, string description) : Command(name, description)
    where TContext : ServiceDbContext
{
    /// <summary>Whether the connection's settings must be there.</summary>
    public virtual bool NeedsDatabase => true;

    /// <summary>Does it. Writes with JSON exactly one document to the output, else lines for people.</summary>
    /// <exception cref="BundleException">It cannot go on; says why and how the process ends.</exception>
    public abstract Task<BundleExitCode> RunAsync(BundleSession<TContext> session, ParseResult parsed, CancellationToken cancellationToken);
}
