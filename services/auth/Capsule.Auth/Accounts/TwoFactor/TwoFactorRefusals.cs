using Capsule.Web;

namespace Capsule.Auth.Accounts.TwoFactor;

/// <summary>Why a request to turn two factors on or off is refused.</summary>
internal static class TwoFactorRefusals
{
    public static Refusal NotBegun { get; } =
        Refusal.Conflict("two-factor-not-begun", "There is nothing to confirm: begin with POST /api/users/me/two-factor.");

    public static Refusal AlreadyOn { get; } =
        Refusal.Conflict("two-factor-on", "This account has two factors already: turn them off first.");

    public static Refusal Off { get; } = Refusal.Conflict("two-factor-off", "This account does not have two factors.");
}
