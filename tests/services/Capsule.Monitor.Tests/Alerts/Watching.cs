using System.Net.Http.Json;
using Capsule.Monitor.Alerts;
using Capsule.Testing;
using Capsule.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Capsule.Monitor.Tests.Alerts;

/// <summary>Sets monitor up to watch one service, often.</summary>
internal static class Watching
{
    /// <summary>Watches billing at <paramref name="address"/>.</summary>
    public static Action<IWebHostBuilder> Billing(
        string address,
        RecordedLogs? logs = null,
        params (string Name, string Value)[] settings
    ) =>
        host =>
        {
            host.UseSetting("Monitor:Watch:Services", "billing")
                .UseSetting("Monitor:Watch:Interval", "00:00:00.020")
                .UseSetting("services:billing:http:0", address);
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }

            if (logs is not null)
            {
                host.ConfigureLogging(logging => logging.AddProvider(logs));
            }
        };

    /// <summary>The alerts that there are, newest first.</summary>
    public static async Task<IReadOnlyList<AlertResponse>> AlertsAsync(this ServiceHost<Program> monitor, string query = "") =>
        (await monitor.Client.GetFromJsonAsync<Page<AlertResponse>>($"/api/alerts{query}"))!.Items;
}
