using Microsoft.AspNetCore.Http;

namespace Capsule.Web;

/// <summary>A parameter's value does not match its type. Like the framework's own exception, but with our own text.</summary>
internal sealed class InvalidParameterException(string parameter, string requirement)
    : BadHttpRequestException($"{parameter} {requirement}", StatusCodes.Status400BadRequest)
{
    public string Parameter => parameter;
}
