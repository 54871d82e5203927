using Microsoft.AspNetCore.Http;

namespace Capsule.Web;

/// <summary>
/// A parameter whose type does not take the value that came: what the framework throws for its own types, with words of our own.
/// </summary>
internal sealed class InvalidParameterException(string parameter, string requirement)
    : BadHttpRequestException($"{parameter} {requirement}", StatusCodes.Status400BadRequest)
{
    public string Parameter => parameter;
}
