using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Capsule.Web;

/// <summary>
/// The part of a handler's work that runs in the transaction of the <c>Idempotency-Key</c>; the endpoint's handler returns it. The handler
/// does slow work (hashing, calls) before it returns, while no connection is held.
/// </summary>
/// <typeparam name="TResult">The endpoint's result.</typeparam>
/// <param name="work">The work; it runs inside the transaction when the request has a key.</param>
public sealed class TransactionalWork<TResult>(Func<CancellationToken, Task<TResult>> work)
    : ITransactionalWork,
        IResult,
        IEndpointMetadataProvider
    where TResult : IResult, IEndpointMetadataProvider
{
    /// <summary>Runs the work for a request without a key.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        await (await work(httpContext.RequestAborted)).ExecuteAsync(httpContext);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        TResult.PopulateMetadata(method, builder);

    async Task<IResult> ITransactionalWork.RunAsync(CancellationToken cancellationToken) => await work(cancellationToken);
}

/// <summary>A <see cref="TransactionalWork{TResult}"/> with any result.</summary>
internal interface ITransactionalWork
{
    /// <summary>Runs the work.</summary>
    Task<IResult> RunAsync(CancellationToken cancellationToken);
}
