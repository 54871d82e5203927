using Capsule.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.Accounts;

/// <summary>The problems that several features of accounts answer with.</summary>
internal static class AccountProblems
{
    /// <summary>The token of an e-mail cannot be used.</summary>
    public static ProblemHttpResult TokenNotValid() =>
        ApiProblem.Unprocessable("token-not-valid", "token is unknown, was used or cancelled, or has expired: ask for another e-mail.", field: "token");
}
