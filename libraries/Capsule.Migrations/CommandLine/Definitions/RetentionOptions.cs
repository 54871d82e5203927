using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>The options of the retention rules.</summary>
internal sealed class RetentionOptions
{
    /// <summary>The options in the order of the help.</summary>
    public IReadOnlyList<Option> All => [Daily, Weekly, Monthly];

    public Option<int> Daily { get; } = Make("--keep-daily", 7, "day");

    public Option<int> Weekly { get; } = Make("--keep-weekly", 4, "week");

    public Option<int> Monthly { get; } = Make("--keep-monthly", 6, "month");

    private static Option<int> Make(string name, int periods, string unit)
    {
        var option = new Option<int>(name)
        {
            Description = $"Keep the newest backup of each {unit}, for this many {unit}s that have one.",
            DefaultValueFactory = _ => periods,
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 0)
            {
                result.AddError($"{name} must not be negative.");
            }
        });
        return option;
    }
}
