using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>A piece of HTML. Interpolated values are encoded, except other pieces of HTML.</summary>
[InterpolatedStringHandler]
internal readonly struct Html
{
    private readonly StringBuilder _text;

    public Html(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    public static Html Empty => $"";

    public static Html Join(IEnumerable<Html> pieces)
    {
        Html all = $"";
        foreach (var piece in pieces)
        {
            all.AppendFormatted(piece);
        }

        return all;
    }

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(Html piece) => _text.Append(piece._text);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public override string ToString() => _text.ToString();
}
