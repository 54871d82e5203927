using Spectre.Console;

namespace Capsule.Cli.Output;

/// <summary>Creates consoles for text and tables.</summary>
internal static class Consoles
{
    // The width fits every table; programs that read a file or pipe can wrap lines themselves.
    private const int FileWidth = 400;

    /// <summary>
    /// Creates a console on <paramref name="writer"/> that is as wide as the terminal, or as any table when it is no terminal.
    /// </summary>
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
