using System.Text.Json;

namespace Capsule.Auth.Users.Preferences;

/// <summary>A user's preferences.</summary>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="Language">BCP 47 tag of language and region; the profile's locale.</param>
/// <param name="TimeZone">IANA name of the profile's time zone.</param>
/// <param name="Settings">Settings of client applications.</param>
public sealed record PreferencesResponse(string Theme, string Language, string TimeZone, JsonElement Settings);
