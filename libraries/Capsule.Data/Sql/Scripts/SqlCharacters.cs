namespace Capsule.Data;

/// <summary>PostgreSQL's classes of characters; outside ASCII every character can stand in a name, a no-break space too.</summary>
internal static class SqlCharacters
{
    public static bool IsSpace(char letter) => letter is ' ' or (>= '\t' and <= '\r');

    public static bool IsIdentifierStart(char letter) => char.IsAsciiLetter(letter) || letter == '_' || letter >= '\u0080';

    public static bool IsIdentifierPart(char letter) => IsTagPart(letter) || letter == '$';

    /// <summary>Returns whether the tag of a dollar quote can have this character behind its first.</summary>
    public static bool IsTagPart(char letter) => IsIdentifierStart(letter) || char.IsAsciiDigit(letter);
}
