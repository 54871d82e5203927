using Capsule.Cli.Credentials;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Login;

/// <summary>Lets the user approve this program in a browser on any device (RFC 8628), and waits for the approval.</summary>
internal sealed class DeviceFlow(AuthServer auth, CliHost host, Interruption interruption)
{
    private const int DefaultInterval = 5;
    private const int DefaultLifetime = 600;
    private const int MaxDoublings = 3;
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    /// <summary>Returns the approved login.</summary>
    /// <param name="opensBrowser">Whether to open the page if this machine has a browser.</param>
    /// <exception cref="CliException">The user did not approve, or auth does not answer.</exception>
    public async Task<StoredLogin> RunAsync(bool opensBrowser)
    {
        var answer = await auth.AuthorizeDeviceAsync(interruption.Stop);
        if (
            answer.Text("device_code") is not { } device
            || answer.Text("user_code") is not { } code
            || answer.Text("verification_uri") is not { } page
        )
        {
            throw auth.Failure(answer);
        }

        var lifetime = TimeSpan.FromSeconds(answer.Number("expires_in") ?? DefaultLifetime);
        Show(PrintableText.Of(code), PrintableText.Of(page), answer.Text("verification_uri_complete"), opensBrowser);
        var minutes = (int)Math.Ceiling(lifetime.TotalMinutes);
        host.Error.WriteLine($"Waiting for your approval there, for up to {minutes} min. Press Ctrl-C to stop.");
        var interval = TimeSpan.FromSeconds(answer.Number("interval") ?? DefaultInterval);
        return await PollAsync(device, interval, host.Clock.GetUtcNow() + lifetime);
    }

    private void Show(string code, string page, string? complete, bool opensBrowser)
    {
        host.Error.WriteLine(
            $"""

            Open   {page}
            Enter  {code}

            """
        );
        if (complete is null)
        {
            return;
        }

        host.Error.WriteLine(
            $"""
            Or open {PrintableText.Of(complete)}
            and check that the page shows the same code.

            """
        );
        if (opensBrowser && Uri.TryCreate(complete, UriKind.Absolute, out var address) && ServiceAddress.IsSafe(address))
        {
            host.Browser?.Invoke(address);
        }
    }

    private async Task<StoredLogin> PollAsync(string device, TimeSpan interval, DateTimeOffset until)
    {
        AuthResponse? unavailable = null;
        for (var faults = 0; ; )
        {
            // A client without an answer must increase its polling interval (section 3.5).
            await WaitAsync(interval * (1 << Math.Min(faults, MaxDoublings)));
            if (host.Clock.GetUtcNow() >= until)
            {
                throw unavailable is null ? Expired() : auth.Failure(unavailable);
            }

            // The request is not cancelled by the first interruption, because tokens that auth has issued would be lost.
            var answer = await auth.ExchangeAsync(device, interruption.Kill);
            if (!answer.IsUnavailable && Finished(answer, ref interval) is { } login)
            {
                return login;
            }

            if (answer.IsUnavailable && faults == 0)
            {
                host.Error.WriteLine($"{answer.Reason} Trying again.");
            }

            faults = answer.IsUnavailable ? faults + 1 : 0;
            unavailable = answer.IsUnavailable ? answer : null;
        }
    }

    // Returns null while the user has not decided.
    private StoredLogin? Finished(AuthResponse answer, ref TimeSpan interval)
    {
        switch (answer)
        {
            case { IsSuccess: true }:
                return auth.LoginOf(answer, host.Clock.GetUtcNow());
            case { Error: "authorization_pending" }:
                return null;
            case { Error: "slow_down" }:
                interval += SlowDown;
                return null;
            case { Error: "access_denied" }:
                throw new CliException(ExitCode.Refused, "The request was denied in the browser. You are not signed in.");
            case { Error: "expired_token" }:
                throw Expired();
            default:
                throw auth.Failure(answer);
        }
    }

    private async Task WaitAsync(TimeSpan time)
    {
        try
        {
            await Task.Delay(time, host.Clock, interruption.Stop);
        }
        catch (OperationCanceledException)
        {
            throw new CliException(ExitCode.Cancelled, "Stopped. You are not signed in.");
        }
    }

    private static CliException Expired() =>
        new(ExitCode.NotConfirmed, "The code expired before it was approved. Run capsule login again.");
}
