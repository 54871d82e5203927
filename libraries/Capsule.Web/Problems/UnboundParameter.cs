using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Capsule.Web;

/// <summary>
/// Finds a parameter that could not be bound although nothing was thrown: the generated endpoint code returns a bare 400 when the value of
/// a parameter such as <c>Guid? after</c> cannot be parsed.
/// </summary>
internal static class UnboundParameter
{
    private static readonly MethodInfo OfType = typeof(UnboundParameter).GetMethod(
        nameof(Parses),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    /// <summary>Returns the parameter's name; null when all parameters can be bound.</summary>
    public static string? Find(HttpContext context) =>
        context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(parameter =>
                Text(context.Request, parameter.Name) is { Length: > 0 } text && IsWrong(parameter.ParameterInfo.ParameterType, text)
            )
            ?.Name;

    // A repeated parameter is read as one value with a comma.
    private static string? Text(HttpRequest request, string name) =>
        request.RouteValues[name]?.ToString() ?? request.Query[name].ToString();

    private static bool IsWrong(Type parameter, string text) =>
        Nullable.GetUnderlyingType(parameter) switch
        {
            null => false,
            { IsEnum: true } names => !Enum.TryParse(names, text, ignoreCase: true, out _),
            var type when type.IsAssignableTo(typeof(IParsable<>).MakeGenericType(type)) => !(bool)
                OfType.MakeGenericMethod(type).Invoke(null, [text])!,
            _ => false,
        };

    private static bool Parses<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
