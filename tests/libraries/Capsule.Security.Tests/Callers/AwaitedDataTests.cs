using System.Security.Claims;
using Capsule.Web;
using Microsoft.AspNetCore.Http;

namespace Capsule.Security.Tests.Callers;

public sealed class AwaitedDataTests
{
    private static readonly Guid User = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    [Fact]
    public void A_user_waits_for_their_own_data()
    {
        var problem = Missing(User, ("sub", User), ("scope", "deployments"));

        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "urn:capsule:problem:quota-not-ready"), problem);
    }

    [Fact]
    public void A_user_waits_for_their_own_data_through_a_client_as_well()
    {
        var problem = Missing(User, ("sub", User), ("client_id", Other), ("scope", "deployments"));

        Assert.Equal((StatusCodes.Status503ServiceUnavailable, "urn:capsule:problem:quota-not-ready"), problem);
    }

    [Fact]
    public void A_client_that_acts_for_itself_never_signed_up_and_finds_nothing()
    {
        var problem = Missing(User, ("sub", User), ("client_id", User), ("scope", "deployments"));

        Assert.Equal((StatusCodes.Status404NotFound, "urn:capsule:problem:quota-not-found"), problem);
    }

    [Fact]
    public void A_caller_who_may_read_the_data_of_others_finds_nothing()
    {
        (string, object)[] administrator = [("sub", User), ("scope", "deployments deployments:read")];

        Assert.Equal((StatusCodes.Status404NotFound, "urn:capsule:problem:quota-not-found"), Missing(Other, administrator));
        Assert.Equal((StatusCodes.Status404NotFound, "urn:capsule:problem:quota-not-found"), Missing(User, administrator));
    }

    private static (int Status, string? Type) Missing(Guid of, params (string Type, object Value)[] claims)
    {
        var caller = new ClaimsPrincipal(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value.ToString()!))));
        var result = ApiProblem.Of(AwaitedData.Missing("quota", of, caller, Scopes.DeploymentsRead));
        return (result.StatusCode, result.ProblemDetails.Type);
    }
}
