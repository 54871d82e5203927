using System.Globalization;
using System.Text;
using QRCoder;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Draws a text as a QR code (ISO/IEC 18004) of level M in SVG.</summary>
internal static class QrCode
{
    /// <summary>Returns a scalable picture, in which one unit is one module, with the quiet zone around it.</summary>
    public static string Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var dark = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var start = x;
                while (x < modules.Count && modules[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    dark.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {modules.Count} {modules.Count}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="{dark}"/></svg>"""
        );
    }
}
