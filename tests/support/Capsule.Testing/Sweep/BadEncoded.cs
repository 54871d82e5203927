namespace Capsule.Testing.Sweep;

/// <summary>What is wrong for a value of a query, path or form.</summary>
internal static class BadEncoded
{
    /// <summary>The name of the value with the character U+0000.</summary>
    public const string Nul = "NUL";

    private const int MaxPerAddress = 6000;

    private static readonly string[] NoNumbers = ["x", "1.5", "2147483648", "-2147483649", "99999999999999999999", "0x10", "1e3", "NaN"];
    private static readonly string[] Numbers = ["0", "-1", "2147483647", "-2147483648", " 1", "+1", "1,000"];
    private static readonly string[] NoIds = ["x", "{}", "6f1f4d9e-0000-7000-8000-00000000000", "6f1f4d9e-0000-7000-8000-00000000000g"];

    // What cannot be read as UTF-8 arrives as U+FFFD.
    private static readonly BadValue[] NoText =
    [
        BadValue.Of(Nul, "a%00b"),
        BadValue.Of("no UTF-8", "a%ff%feb", Tricks.Rare),
        BadValue.Of("surrogate in UTF-8", "a%ed%a0%80b", Tricks.Rare),
        BadValue.Of("broken escape", "a%zzb%", Tricks.Markup),
    ];

    /// <summary>Values that are wrong, where <paramref name="good"/> is right.</summary>
    public static IEnumerable<BadValue> Values(ApiField field, string good)
    {
        var isText = field is { Type: "string", Format: null or "email" } or { Type: null };
        return
        [
            .. field is { IsRequired: true, Place: not FieldPlace.Route } ? [new("missing", null)] : Array.Empty<BadValue>(),
            .. BadText
                .All.Where(text => field.Place != FieldPlace.Route || text.Trick != Tricks.Empty)
                .Select(text =>
                    BadValue.Of(text.Name, Uri.EscapeDataString(text.Of(good)), isText ? text.Trick : Tricks.None) with
                    {
                        MayPass = text.Trick == Tricks.Empty && !isText && !field.IsRequired,
                    }
                ),
            .. NoText.Select(value => value with { Trick = isText ? value.Trick : Tricks.None }),
            new("huge", [.. Enumerable.Repeat((byte)'a', field.Place == FieldPlace.Form ? BadValue.Huge : MaxPerAddress)]),
            .. Wrong(field).Select(text => BadValue.Of(text, Uri.EscapeDataString(text))),
            .. AtTheLimit(field).Select(text => BadValue.Of(text, Uri.EscapeDataString(text)) with { MayPass = true }),
        ];
    }

    private static string[] Wrong(ApiField field) =>
        field switch
        {
            { Type: "integer" } => NoNumbers,
            { Type: "boolean" } => ["yes", "1", "2"],
            { Format: "uuid" } => NoIds,
            { Format: "date-time" } => BadMoments.NoMoments,
            _ => [],
        };

    private static string[] AtTheLimit(ApiField field) =>
        field switch
        {
            { Type: "integer" } => Numbers,
            { Format: "date-time" } => BadMoments.Moments,
            _ => [],
        };
}
