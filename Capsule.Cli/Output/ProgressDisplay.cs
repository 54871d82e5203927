namespace Capsule.Cli.Output;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressDisplay
{
    /// <summary>
    /// Returns live progress on a terminal and plain lines elsewhere; both on standard error, so that results can be redirected to a file.
    /// </summary>
    public static IProgressDisplay For(CliHost host)
    {
        var console = Consoles.On(host.Error);
        return host.IsErrorTerminal && console.Profile.Capabilities.Ansi
            ? new LiveProgress(console, host.Clock)
            : new PlainProgress(host.Error);
    }
}
