using System.CommandLine;
using Capsule.Migrations;

namespace Capsule.Auth.Migrations.Administrators;

/// <summary><c>create-admin</c>; compiled into <c>capsule</c> as well.</summary>
internal sealed class CreateAdminDefinition : CommandDefinition
{
    public CreateAdminDefinition()
        : base(
            "create-admin",
            "Create the first administrator and print a token, good once and for an hour, that sets their password; refuses when there is one."
        ) => Add(Email, FullName, Page);

    public Option<string> Email { get; } =
        new("--email")
        {
            Description = "Their e-mail address, which no account may have.",
            HelpName = "ADDRESS",
            Required = true,
        };

    public Option<string> FullName { get; } =
        new("--name")
        {
            Description = "Their name.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "Administrator",
        };

    public Option<Uri?> Page { get; } =
        new("--page")
        {
            Description =
                "Address of the page on which people set a new password; the link to it is printed, with the token as its parameter.",
            HelpName = "URL",
            CustomParser = static result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var page) ? page : null,
        };
}
