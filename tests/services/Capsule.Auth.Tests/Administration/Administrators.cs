using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.Administration;

/// <summary>Makes users into somebody who may do more.</summary>
internal static class Administrators
{
    public const string Email = "root@example.com";

    /// <summary>Signs an administrator up and in.</summary>
    public static async Task<TokenResponse> SignInAsAdministratorAsync(
        this ServiceHost<Program> auth,
        string email = Email,
        string role = "admin"
    )
    {
        var user = await auth.SignUpAsync(email);
        await auth.ExecuteAsync($"insert into auth.user_roles (user_id, role) values ('{user.Id}', '{role}')");
        return await auth.SignInAsync(email);
    }
}
