namespace Capsule.Web;

/// <summary>The kind of a refusal; <see cref="ApiProblem"/> maps each kind to an HTTP status and a title.</summary>
public enum RefusalKind
{
    /// <summary>400: a field is not valid.</summary>
    Validation,

    /// <summary>401: the caller is not authenticated.</summary>
    Unauthorized,

    /// <summary>403: the caller may not do this.</summary>
    Forbidden,

    /// <summary>404: the resource does not exist.</summary>
    NotFound,

    /// <summary>409: the request conflicts with the current state.</summary>
    Conflict,

    /// <summary>422: the request is well-formed but cannot be executed.</summary>
    Unprocessable,

    /// <summary>429: the caller has tried too often.</summary>
    TooManyRequests,

    /// <summary>503 with Retry-After: the requested data is being created.</summary>
    NotReady,
}
