using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Protocol;
using Capsule.Security;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>The page on which a user grants access to a client.</summary>
internal static class ConsentPage
{
    /// <summary>The name of the field with the user's decision.</summary>
    public const string Decision = "decision";

    /// <summary>The value of the decision that grants access.</summary>
    public const string Allow = "allow";

    /// <summary>Shows the page.</summary>
    /// <param name="user">The signed-in user.</param>
    /// <param name="client">The client.</param>
    /// <param name="scopes">The requested scopes.</param>
    /// <param name="action">The address that the form is sent to.</param>
    /// <param name="parameters">The form's fields besides the decision.</param>
    /// <param name="advice">What the user should check first.</param>
    public static HtmlPage Of(
        SignedInUser user,
        OAuthApplication client,
        IEnumerable<string> scopes,
        string action,
        IEnumerable<KeyValuePair<string, string>> parameters,
        Html? advice = null
    )
    {
        var items = Html.Join(scopes.Select(scope => (Html)$"<li>{Describe(scope)}</li>"));
        var hidden = Html.Join(
            parameters.Select(parameter => (Html)$"""<input type="hidden" name="{parameter.Key}" value="{parameter.Value}">""")
        );
        return new HtmlPage(
            $"Allow {client.DisplayName}?",
            $"""
            <p><strong>{client.DisplayName}</strong> asks for access to the account <strong>{user.Email}</strong>:</p><ul>{items}</ul>{advice
                ?? Html.Empty}
            <form method="post" action="{action}">{hidden}<button name="{Decision}" value="{Allow}">Allow</button>
            <button class="plain" name="{Decision}" value="deny">Deny</button></form>
            """,
            FormTargets: FormTargets.Of(client)
        );
    }

    private static string Describe(string scope) =>
        scope switch
        {
            OpenIdScopes.OpenId => "know who you are",
            OpenIdScopes.Profile => "read your name, time zone and language",
            OpenIdScopes.Email => "read your e-mail address",
            Scopes.Account => "read and change your profile",
            Scopes.Billing => "see and change your subscription",
            Scopes.Deployments => "see and change your deployments",
            Scopes.UsersRead => "read the accounts of all users",
            Scopes.UsersWrite => "change the accounts of all users",
            Scopes.UsersImpersonate => "act as any user",
            Scopes.AuditRead => "read the audit log",
            Scopes.BillingRead => "read the subscriptions of all users",
            Scopes.DeploymentsRead => "read the deployments of all users",
            Scopes.MonitoringRead => "read the monitoring of the platform",
            _ => scope,
        };
}
