using System.Text.Json;

namespace Capsule.Auth.Users.Preferences;

/// <summary>
/// Recognises JSON that a jsonb column accepts: text without U+0000 and half surrogate pairs, and numbers in the range of a double.
/// </summary>
internal static class StorableJson
{
    public static bool IsStorable(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(member => IsText(member.Name) && IsStorable(member.Value)),
                JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
                JsonValueKind.String => IsText(value.GetString()!),
                JsonValueKind.Number => value.TryGetDouble(out var number) && double.IsFinite(number),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false; // The text holds half a surrogate pair, or is no UTF-8.
        }
    }

    private static bool IsText(string text) => !text.Contains('\0');
}
