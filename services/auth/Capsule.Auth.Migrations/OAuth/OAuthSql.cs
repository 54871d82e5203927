namespace Capsule.Auth.Migrations.OAuth;

/// <summary>SQL for OpenIddict's tables. <c>{schema}</c> stands for the quoted name of the service's schema.</summary>
internal static class OAuthSql
{
    /// <summary>
    /// Records when any statement revokes an authorization, so that the services are told of its end. OpenIddict's bulk updates raise no
    /// event.
    /// </summary>
    public const string NoteRevocation = """
        create function {schema}.note_oauth_revocation() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
        begin
            new.revoked_at := clock_timestamp();
            return new;
        end $$;
        create trigger oauth_authorizations_note_revocation before update of status on {schema}.oauth_authorizations
            for each row when (old.status = 'valid' and new.status <> 'valid') execute function {schema}.note_oauth_revocation();
        """;

    /// <summary>Undoes <see cref="NoteRevocation"/> after the table was dropped.</summary>
    public const string DropNoteRevocation = "drop function if exists {schema}.note_oauth_revocation();";

    /// <summary>
    /// Adds the client of <c>capsule login</c> to every installation: a public client with the device grant and the scopes that the command
    /// line reads. The command line knows its identifier, which sorts before all others.
    /// </summary>
    public const string AddCommandLineClient = $$"""
        insert into {schema}.oauth_applications (id, client_id, display_name, client_type, application_type, consent_type, concurrency_token, permissions)
        values (
            '{{CommandLine}}', '{{CommandLine}}', 'Capsule command line', 'public', 'native', 'explicit', gen_random_uuid()::text,
            to_json(array['ept:token', 'ept:revocation', 'ept:device_authorization', 'gt:urn:ietf:params:oauth:grant-type:device_code', 'gt:refresh_token',
                'scp:openid', 'scp:profile', 'scp:email', 'scp:users:read', 'scp:audit:read'])::text)
        on conflict do nothing;
        """;

    private const string CommandLine = "00000000-0000-7000-8000-000000000001";
}
