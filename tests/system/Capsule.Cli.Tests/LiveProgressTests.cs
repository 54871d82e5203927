using System.Text.RegularExpressions;
using Capsule.Cli.Output;
using Spectre.Console;

namespace Capsule.Cli.Tests;

public sealed partial class LiveProgressTests
{
    [Fact]
    public async Task Each_service_has_a_row_with_its_last_line()
    {
        await using var output = new StringWriter();
        await using var shared = TextWriter.Synchronized(output);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(shared),
            }
        );

        var result = await new LiveProgress(console, TimeProvider.System).WhileAsync(async progress =>
        {
            progress(new ServiceProgress("billing", "migrate", ServicePhase.Started));
            progress(new ServiceProgress("auth", "applied [one]"));
            // Until it has been drawn.
            await Testing.Eventually.TrueAsync(() => Text().Contains("migrate"), "The line is shown.");
            return 7;
        });

        Assert.Equal(7, result);
        Assert.Matches(@"auth\s+\d\.\d s  applied \[one\]\s+billing\s+\d\.\d s  migrate", Text());

        string Text()
        {
            lock (shared)
            {
                return Sequence().Replace(output.ToString(), "");
            }
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Sequence();
}
