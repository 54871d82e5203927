namespace Capsule.Auth.Migrations.OAuth;

/// <summary>SQL beside OpenIddict's tables. <c>{schema}</c> stands for the service's schema, quoted.</summary>
internal static class OAuthSql
{
    /// <summary>
    /// Notes when an authorization was revoked, whichever statement did it: OpenIddict's bulk updates raise no event, and the services must
    /// hear of the end.
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

    /// <summary>Undoes <see cref="NoteRevocation"/>, once the table is dropped.</summary>
    public const string DropNoteRevocation = "drop function if exists {schema}.note_oauth_revocation();";

    /// <summary>
    /// Adds the client of <c>capsule login</c>, which every installation has: public, for the device grant alone, and for what the command
    /// line reads. Its identifier, which the command line knows, sorts before those of all others.
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
