using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Consoles for text and tables.</summary>
internal static class Consoles
{
    // Wide enough for any table: what reads a file or a pipe breaks lines itself, if it must.
    private const int FileWidth = 400;

    /// <summary>A console on <paramref name="writer"/>: as wide as the terminal, or as any table when it is none.</summary>
    public static IAnsiConsole On(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        if (output.IsTerminal)
        {
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        }

        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = output,
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
            }
        );
        console.Profile.Width = FileWidth;
        return console;
    }
}
