using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Auth.Tests;

/// <summary>Lets a request say where it comes from: the test server's clients have no address.</summary>
internal sealed class TestAddress : IStartupFilter
{
    public const string Header = "X-Test-Address";

    public static void Use(IWebHostBuilder host) =>
        host.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new TestAddress()));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, rest) =>
                {
                    if (context.Request.Headers[Header] is [{ } address, ..])
                    {
                        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                    }

                    return rest(context);
                }
            );
            next(app);
        };
}
