namespace Capsule.Cli.Output;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    /// <summary>Live on a terminal, plain lines elsewhere; on standard error in both, so that results can be kept in a file.</summary>
    public static IProgressDisplay For(CliHost host)
    {
        var console = Consoles.On(host.Error);
        return host.IsErrorTerminal && console.Profile.Capabilities.Ansi
            ? new LiveProgress(console, host.Clock)
            : new PlainProgress(host.Error);
    }
}
