using System.Text.RegularExpressions;

namespace Capsule.Auth.Users;

/// <summary>
/// Validates language tags (BCP 47) and time zones (IANA). Languages are listed here, because the service runs without culture data.
/// </summary>
internal static partial class Locales
{
    // ISO 639-1.
    private static readonly HashSet<string> Languages =
    [
        .. (
            "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy "
            + "ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo "
            + "lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl "
            + "sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
        ).Split(' '),
    ];

    /// <summary>
    /// Whether a tag names an existing language, with or without script and region: <c>en</c>, <c>pt-BR</c>, <c>zh-Hant-TW</c>.
    /// </summary>
    public static bool IsLocale(string tag) =>
        Tag().Match(tag) is { Success: true } match && Languages.Contains(match.Groups["language"].Value);

    /// <summary>Whether a name is that of an existing time zone.</summary>
    public static bool IsTimeZone(string name) =>
        Zone().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    [GeneratedRegex("^(?<language>[a-z]{2})(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]
    private static partial Regex Tag();

    // The names of tzdata, and no path to another file.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z][A-Za-z0-9_+\-]*){0,2}$")]
    private static partial Regex Zone();
}
