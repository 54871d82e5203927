using System.Text.Json;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Users.Preferences;

/// <summary>The statements of preferences: theme and settings in <c>user_preferences</c>, language and time zone in <c>users</c>.</summary>
internal sealed class PreferencesTable(AuthDbContext database)
{
    // Relies on pk_users and pk_user_preferences. One statement, so that two changes at the same time do not undo each other.
    private static readonly SchemaSql Change = new(
        """
        with owner as (
            update {schema}.users set time_zone = coalesce(@time_zone, time_zone), locale = coalesce(@language, locale)
            where id = @user_id and active
            returning id, time_zone, locale),
        changed as (
            insert into {schema}.user_preferences as kept (user_id, theme, settings)
            select id, coalesce(@theme, 'system'),
                (select coalesce(jsonb_object_agg(key, value), jsonb_build_object())
                    from jsonb_each(@settings) where value <> 'null') from owner
            on conflict (user_id) do update set theme = coalesce(@theme, kept.theme),
                settings = (select coalesce(jsonb_object_agg(key, value), jsonb_build_object())
                    from jsonb_each(kept.settings || @settings) where value <> 'null')
            returning theme, settings)
        select changed.theme as "Theme", owner.locale as "Language", owner.time_zone as "TimeZone", changed.settings::text as "Settings"
        from owner, changed
        """
    );

    /// <summary>Returns a user's preferences; null when there is no such user.</summary>
    public async Task<PreferencesResponse?> FindAsync(Guid userId, CancellationToken cancellationToken)
    {
        var row = await database
            .Users.AsNoTracking()
            .Where(user => user.Id == userId && user.Active)
            .LeftJoin(
                database.UserPreferences,
                user => user.Id,
                kept => kept.UserId,
                (user, kept) =>
                    new Row(kept == null ? Themes.System : kept.Theme, user.Locale, user.TimeZone, kept == null ? "{}" : kept.Settings)
            )
            .SingleOrDefaultAsync(cancellationToken);
        return row?.ToResponse();
    }

    /// <summary>Changes what is not null, and returns all preferences; null when there is no such user.</summary>
    /// <exception cref="PostgresException">The settings have become too large.</exception>
    public async Task<PreferencesResponse?> ChangeAsync(Guid userId, UpdatePreferencesRequest request, CancellationToken cancellationToken)
    {
        var rows = await database
            .Database.SqlQueryRaw<Row>(
                Change.In(database),
                new NpgsqlParameter("user_id", userId),
                new NpgsqlParameter<string?>("time_zone", request.TimeZone),
                new NpgsqlParameter<string?>("language", request.Language),
                new NpgsqlParameter<string?>("theme", request.Theme),
                new NpgsqlParameter("settings", NpgsqlDbType.Jsonb) { Value = request.Settings?.GetRawText() ?? "{}" }
            )
            .ToListAsync(cancellationToken);
        return rows.SingleOrDefault()?.ToResponse();
    }

    /// <summary>A row of the statements.</summary>
    internal sealed record Row(string Theme, string Language, string TimeZone, string Settings)
    {
        public PreferencesResponse ToResponse() => new(Theme, Language, TimeZone, JsonSerializer.Deserialize<JsonElement>(Settings));
    }
}
