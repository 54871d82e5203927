namespace Capsule.Auth.Migrations.OAuth;

/// <summary>SQL of the move to OpenIddict's tables.</summary>
public static class OAuthSql
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

    /// <summary>
    /// Copies the clients with their identifiers and secrets. Their table stays for the previous release, which runs during the rollout,
    /// and goes with the release
    /// after this one, as does authorization_codes.
    /// </summary>
    public const string MoveClients = """
        insert into {schema}.oauth_applications (
            id, client_id, client_secret, previous_secret, previous_secret_expires_at, display_name, client_type, application_type, consent_type, concurrency_token,
            redirect_uris, permissions, created_at)
        select id, id::text, encode(secret_hash, 'base64'), encode(previous_secret_hash, 'base64'), previous_secret_expires_at, name,
            case when secret_hash is null then 'public' else 'confidential' end,
            case when cardinality(redirect_uris) > 0 and not exists (select from unnest(redirect_uris) address where address ilike 'https:%') then 'native' else 'web' end,
            'explicit', gen_random_uuid()::text, case when cardinality(redirect_uris) > 0 then to_json(redirect_uris)::text end,
            to_json(array['ept:token', 'ept:revocation']
                || case when 'tokens:introspect' = any(scopes) and secret_hash is not null then array['ept:introspection'] else '{}' end
                || case when 'authorization_code' = any(grant_types) then array['ept:authorization', 'ept:pushed_authorization', 'ept:end_session', 'rst:code'] else '{}' end
                || array(select 'gt:' || type from unnest(grant_types) type) || array(select 'scp:' || scope from unnest(scopes) scope))::text,
            created_at
        from {schema}.clients;
        """;

    /// <summary>
    /// Ends the sessions that clients had of the old kind: a refresh token of theirs is none of OpenIddict's. Their users sign in once
    /// more.
    /// </summary>
    public const string EndClientSessions = """
        update {schema}.sessions set revoked_at = clock_timestamp(), revoked_because = 'client-deleted' where client_id is not null and revoked_at is null;
        """;

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

    /// <summary>Deletes the client again, and ends what users granted it.</summary>
    public const string RemoveCommandLineClient = $$"""
        update {schema}.oauth_authorizations set status = 'revoked' where application_id = '{{CommandLine}}' and status = 'valid';
        delete from {schema}.oauth_applications where id = '{{CommandLine}}';
        """;

    private const string CommandLine = "00000000-0000-7000-8000-000000000001";
}
