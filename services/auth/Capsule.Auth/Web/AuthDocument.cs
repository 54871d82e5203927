using Capsule.Web;

namespace Capsule.Auth.Web;

/// <summary>Describes the tags of auth's OpenAPI document.</summary>
internal static class AuthDocument
{
    public static IServiceCollection AddDocument(this IServiceCollection services) =>
        services.DescribeTags(
            ("Users", "Accounts: registration, one's own profile and preferences."),
            ("Accounts", "Verification of e-mail addresses, forgotten and changed passwords, closing an account."),
            ("Sessions", "Sign-in, step-up, and the sessions of an account."),
            ("Two factors", "Authenticator apps and recovery codes."),
            ("Sign-in at providers", "Sign-in at other providers, and the logins that are linked to an account."),
            ("API keys", "Keys with which programs call in the name of an account."),
            ("Tokens", "OAuth 2.0 and OpenID Connect: tokens, keys and metadata."),
            ("Clients", "OAuth clients."),
            ("Administration", "Other people's accounts, for operators."),
            ("Audit", "The audit log, for operators."),
            ("Development", "What there is in Development only.")
        );
}
