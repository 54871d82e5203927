using System.Text.Json;

namespace Capsule.Cli.Credentials;

/// <summary>
/// The user's logins, one per address of auth, in a file that only the user can read. A change holds the lock file beside it and replaces
/// the whole file, so readers need no lock and a crash leaves the previous file.
/// </summary>
internal sealed class CredentialFile
{
    private const string FileName = "credentials.json";
    private const UnixFileMode ForUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string? _folder;

    private CredentialFile(string? folder) => _folder = folder;

    /// <summary>Returns the user's file: in XDG_CONFIG_HOME or ~/.config, on Windows in APPDATA.</summary>
    public static CredentialFile Of(CliHost host) =>
        new(
            Absolute(host.Variable("XDG_CONFIG_HOME"))
                ?? Absolute(host.Variable("APPDATA"))
                ?? (Absolute(host.Variable("HOME")) is { } home ? Path.Combine(home, ".config") : null)
        );

    /// <summary>Returns the logins by address; empty when the file does not exist.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public Dictionary<string, StoredLogin> Read()
    {
        var path = _folder is null ? null : PathOf(FileName);
        try
        {
            return File.Exists(path) ? Parse(File.ReadAllText(path)) : [];
        }
        catch (JsonException exception)
        {
            throw new CliException(
                ExitCode.Configuration,
                $"{path} is damaged: {exception.Message} Delete it and sign in again: capsule login."
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Configuration, $"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Takes the lock, waiting until no other <c>capsule</c> changes the file; disposing releases it.</summary>
    /// <exception cref="CliException">The folder is not writable, or another process holds the lock too long.</exception>
    public Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        if (_folder is null)
        {
            throw new CliException(ExitCode.Configuration, "The login has no folder to be stored in: set HOME or XDG_CONFIG_HOME.");
        }

        return GuardAsync(async () =>
        {
            MakeFolder(PathOf(""));
            return await FileLock.TakeAsync(PathOf("credentials.lock"), cancellationToken);
        });
    }

    /// <summary>Replaces or removes the login at an address; the caller must hold the lock.</summary>
    /// <exception cref="CliException">The file cannot be read or written.</exception>
    public Task SetAsync(Uri address, StoredLogin? login)
    {
        var logins = Read().Where(entry => entry.Key != ServiceAddress.NameOf(address)).ToDictionary();
        if (login is not null)
        {
            logins.Add(ServiceAddress.NameOf(address), login);
        }

        return GuardAsync(async () =>
        {
            await WriteAsync(new Content(logins));
            return true;
        });
    }

    /// <summary>Returns the login at an address; null when there is none.</summary>
    public StoredLogin? Find(Uri address) => Read().GetValueOrDefault(ServiceAddress.NameOf(address));

    /// <summary>Returns options for a file that only the user may read.</summary>
    public static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ForUser;
        }

        return options;
    }

    private static Dictionary<string, StoredLogin> Parse(string text)
    {
        var logins = JsonSerializer.Deserialize<Content>(text, Format)?.Logins;
        return logins is null || logins.ContainsValue(null!) ? throw new JsonException("A login is missing.") : logins;
    }

    private async Task WriteAsync(Content content)
    {
        var temporary = PathOf(FileName + ".tmp");
        File.Delete(temporary); // A process that was killed left this file, with unknown permissions.
        await using (var file = new FileStream(temporary, Private(FileMode.CreateNew)))
        {
            await JsonSerializer.SerializeAsync(file, content, Format);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(FileName), overwrite: true);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Configuration, $"{PathOf("")} cannot be written: {exception.Message}");
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, ForUser | UnixFileMode.UserExecute);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder!, "capsule", name);

    // XDG base directories must be absolute; the specification requires ignoring relative paths.
    private static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? "") ? path : null;

    private sealed record Content(Dictionary<string, StoredLogin> Logins);
}
