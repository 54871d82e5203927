using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Capsule.Web;

/// <summary>
/// 503: the same request may succeed later. <see cref="ProblemWriter"/> writes the seconds to wait into the header Retry-After.
/// </summary>
internal sealed class UnavailableProblem : ProblemDetails
{
    public UnavailableProblem(string type, string detail, string retryAfterSeconds)
    {
        (Status, Type, Detail) = (StatusCodes.Status503ServiceUnavailable, type, detail);
        RetryAfterSeconds = retryAfterSeconds;
    }

    [JsonIgnore]
    public string RetryAfterSeconds { get; }
}
