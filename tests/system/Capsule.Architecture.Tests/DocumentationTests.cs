using System.Text.RegularExpressions;

namespace Capsule.Architecture.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void No_command_in_the_documentation_has_a_password_among_its_arguments()
    {
        var commands = Directory
            .EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .SelectMany(path =>
                File.ReadLines(path)
                    .Where(line => Argument().IsMatch(line))
                    .Select(line => $"{Path.GetRelativePath(Repository.Root, path)}: {line}")
            );

        Assert.Empty(commands);
    }

    // --connection "…Password=…", psql postgresql://user:password@…, and a variable that such a command is given.
    [GeneratedRegex(@"--connection\s+""[^""]*Password=|\bpsql\b.*://[^\s:@/]+:[^\s@]+@|\bDB=\S*://[^\s:@/]+:[^\s@]+@")]
    private static partial Regex Argument();
}
