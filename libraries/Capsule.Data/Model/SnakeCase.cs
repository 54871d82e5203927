using System.Text;

namespace Capsule.Data;

/// <summary>Converts names of code to names of the database.</summary>
public static class SnakeCase
{
    /// <summary>
    /// Returns <paramref name="name"/> in snake_case: <c>OAuthTokenId2</c> becomes <c>o_auth_token_id2</c>, <c>HTTPStatus</c>
    /// <c>http_status</c>.
    /// </summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord =
                char.IsUpper(name[i])
                && i > 0
                && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
