using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Capsule.Auth.Accounts.TwoFactor;

namespace Capsule.Auth.Tests.AccountTests.TwoFactor;

public sealed partial class QrCodeTests
{
    private const string Uri =
        "otpauth://totp/Capsule:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Capsule&algorithm=SHA1&digits=6&period=30";
    private const int Quiet = 4;
    private const string Finder = "1111111,1000001,1011101,1011101,1011101,1000001,1111111";

    [Fact]
    public void The_picture_has_finders_in_three_corners_and_a_quiet_zone_around()
    {
        var modules = Read(QrCode.Draw(Uri));

        var (size, last) = (modules.GetLength(0), modules.GetLength(0) - Quiet - 7);
        Assert.Equal(1, (size - (2 * Quiet)) % 4);
        Assert.Equal(
            [Finder, Finder, Finder],
            new[] { (Quiet, Quiet), (last, Quiet), (Quiet, last) }.Select(corner => Square(modules, corner.Item1, corner.Item2))
        );
        for (var i = 0; i < size; i++)
        {
            for (var edge = 0; edge < Quiet; edge++)
            {
                Assert.False(modules[i, edge] || modules[edge, i] || modules[i, size - 1 - edge] || modules[size - 1 - edge, i]);
            }
        }
    }

    [Fact]
    public void A_longer_text_takes_a_larger_picture() =>
        Assert.True(Read(QrCode.Draw(Uri + new string('x', 250))).GetLength(0) > Read(QrCode.Draw(Uri)).GetLength(0));

    [Fact]
    public async Task Another_program_reads_the_text_from_the_picture()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zbarimg"), "There is no zbarimg (Debian: zbar-tools) to read QR codes with.");
        var path = Path.Combine(Path.GetTempPath(), $"capsule-{Guid.NewGuid():N}.pgm");
        await File.WriteAllBytesAsync(path, Bitmap(Read(QrCode.Draw(Uri))), TestContext.Current.CancellationToken);
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("/usr/bin/zbarimg", ["--raw", "--quiet", path]) { RedirectStandardOutput = true }
            )!;
            var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(Uri, text.TrimEnd('\n'));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Square(bool[,] modules, int x, int y) =>
        string.Join(
            ',',
            Enumerable.Range(y, 7).Select(row => string.Concat(Enumerable.Range(x, 7).Select(column => modules[column, row] ? '1' : '0')))
        );

    // What is drawn, from the SVG alone.
    private static bool[,] Read(string svg)
    {
        var picture = XDocument.Parse(svg).Root!;
        var size = int.Parse(picture.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        var modules = new bool[size, size];
        var path = picture.Elements().Single(element => element.Name.LocalName == "path").Attribute("d")!.Value;
        Assert.Matches("^(M[0-9]+ [0-9]+h[0-9]+v1h-[0-9]+z)+$", path);
        foreach (Match run in Run().Matches(path))
        {
            var (x, y, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            Assert.Equal(length, Number(run, 4));
            for (var i = 0; i < length; i++)
            {
                modules[x + i, y] = true;
            }
        }

        return modules;
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static byte[] Bitmap(bool[,] modules)
    {
        const int Scale = 4;
        var size = modules.GetLength(0) * Scale;
        var pixels = new byte[size * size];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = modules[i % size / Scale, i / size / Scale] ? (byte)0 : (byte)255;
        }

        return [.. Encoding.ASCII.GetBytes($"P5\n{size} {size}\n255\n"), .. pixels];
    }

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v1h-([0-9]+)z")]
    private static partial Regex Run();
}
