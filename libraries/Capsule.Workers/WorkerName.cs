using System.Text;

namespace Capsule.Workers;

/// <summary>Derives a worker's name from its type in kebab-case, such as <c>outbox-dispatcher</c>.</summary>
internal static class WorkerName
{
    public static string Of(Type work)
    {
        var name = new StringBuilder();
        foreach (var letter in work.Name)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
