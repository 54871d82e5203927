using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Alerts;

/// <summary>Reports every invalid setting by name.</summary>
internal sealed class WatchOptionsValidation : IValidateOptions<WatchOptions>
{
    // A plain number means days: without a maximum, 10 for ten seconds would go unnoticed.
    private static readonly TimeSpan Max = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        var services = options.ServiceNames();
        if (services.Length == 0 || services.Any(service => Uri.CheckHostName(service) != UriHostNameType.Dns))
        {
            problems.AddError(
                $"{WatchOptions.Section}:Services is '{options.Services}'; it must be a comma-separated list of service names such as auth."
            );
        }

        Within("Interval", options.Interval);
        Within("Timeout", options.Timeout);
        Within("OutboxAge", options.OutboxAge);
        return problems.Build();

        void Within(string setting, TimeSpan value)
        {
            if (value <= TimeSpan.Zero || value > Max)
            {
                problems.AddError($"{WatchOptions.Section}:{setting} is {value}; it must be greater than zero and at most {Max}.");
            }
        }
    }
}
