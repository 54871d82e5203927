using System.Text.Json;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Capsule.Auth.Users.Preferences;

/// <summary>The statements of preferences, which are in two tables.</summary>
internal sealed class PreferencesTable(AuthDbContext database)
{
    // Relies on pk_users and pk_user_preferences. One statement, so that of two changes at once neither undoes the other.
    private static readonly SchemaSql Change = new(
        """
        with owner as (
            update {schema}.users set time_zone = coalesce({1}, time_zone), locale = coalesce({2}, locale) where id = {0} and active
            returning id, time_zone, locale),
        changed as (
            insert into {schema}.user_preferences as kept (user_id, theme, settings)
            select id, coalesce({3}, 'system'),
                (select coalesce(jsonb_object_agg(key, value), jsonb_build_object()) from jsonb_each({4}) where value <> 'null') from owner
            on conflict (user_id) do update set theme = coalesce({3}, kept.theme),
                settings = (select coalesce(jsonb_object_agg(key, value), jsonb_build_object()) from jsonb_each(kept.settings || {4}) where value <> 'null')
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

    /// <summary>Changes what is not null, and returns what there is then; null when there is no such user.</summary>
    /// <exception cref="PostgresException">The settings have become too large.</exception>
    public async Task<PreferencesResponse?> ChangeAsync(Guid userId, UpdatePreferencesRequest request, CancellationToken cancellationToken)
    {
        var rows = await database
            .Database.SqlQueryRaw<Row>(
                Change.In(database),
                userId,
                Text(request.TimeZone),
                Text(request.Language),
                Text(request.Theme),
                new NpgsqlParameter { Value = request.Settings?.GetRawText() ?? "{}", NpgsqlDbType = NpgsqlDbType.Jsonb }
            )
            .ToListAsync(cancellationToken);
        return rows.SingleOrDefault()?.ToResponse();
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>What the statements return.</summary>
    internal sealed record Row(string Theme, string Language, string TimeZone, string Settings)
    {
        public PreferencesResponse ToResponse() => new(Theme, Language, TimeZone, JsonSerializer.Deserialize<JsonElement>(Settings));
    }
}
