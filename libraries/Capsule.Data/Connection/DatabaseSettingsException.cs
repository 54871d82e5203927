namespace Capsule.Data;

/// <summary>
/// The settings of a database are missing, incomplete or malformed; the message names the setting and never holds a password.
/// </summary>
public sealed class DatabaseSettingsException(string message) : Exception(message);
