using System.Net;
using Capsule.Testing;

namespace Capsule.Deploy.Tests;

/// <summary>Asserts the answer to a request for data that an event has yet to bring.</summary>
internal static class NotReady
{
    /// <summary>503 with a type of its own, and a time to ask again that any HTTP client understands.</summary>
    public static async Task AssertAsync(HttpResponseMessage response, string type)
    {
        var problem = await ServiceCompliance.AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.Equal($"urn:capsule:problem:{type}", problem.GetProperty("type").GetString());
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }
}
