namespace Capsule.Web;

/// <summary>What kind of refusal it is; each has an HTTP status and a title, in <see cref="ApiProblem"/>.</summary>
public enum RefusalKind
{
    /// <summary>400: a field is not valid.</summary>
    Validation,

    /// <summary>401: the caller did not prove who they are.</summary>
    Unauthorized,

    /// <summary>403: the caller may not do this.</summary>
    Forbidden,

    /// <summary>404: there is no such thing.</summary>
    NotFound,

    /// <summary>409: it conflicts with what is there.</summary>
    Conflict,

    /// <summary>422: understood, but it cannot be done.</summary>
    Unprocessable,

    /// <summary>429: the caller has tried too often.</summary>
    TooManyRequests,

    /// <summary>503 with Retry-After: what the caller asks for is created in a moment.</summary>
    NotReady,
}
