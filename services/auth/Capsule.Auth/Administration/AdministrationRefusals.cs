using Capsule.Web;

namespace Capsule.Auth.Administration;

/// <summary>Why an administrator's request about a user's account is refused.</summary>
internal static class AdministrationRefusals
{
    public static Refusal OwnAccount { get; } =
        Refusal.Conflict("own-account", "This is your own account: another administrator has to do it, so that one is always left.");

    public static Refusal Anonymised { get; } =
        Refusal.Conflict("account-anonymised", "The account was closed and made anonymous: it cannot be activated again.");

    public static Refusal UserNotFound(Guid id) => Refusal.NotFound("user-not-found", $"There is no user {id}.");
}
