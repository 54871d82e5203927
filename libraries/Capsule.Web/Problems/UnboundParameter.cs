using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Capsule.Web;

/// <summary>
/// Finds what did not bind where nothing was thrown: the code that is generated for endpoints answers a bare 400 when the value of a
/// parameter such as <c>Guid? after</c> does not parse.
/// </summary>
internal static class UnboundParameter
{
    private static readonly MethodInfo OfType = typeof(UnboundParameter).GetMethod(
        nameof(Parses),
        BindingFlags.Static | BindingFlags.NonPublic
    )!;

    /// <summary>The parameter's name; null when they all bind.</summary>
    public static string? Find(HttpContext context) =>
        context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(parameter =>
                Text(context.Request, parameter.Name) is { Length: > 0 } text && IsWrong(parameter.ParameterInfo.ParameterType, text)
            )
            ?.Name;

    // What comes twice is read as one value with a comma.
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
