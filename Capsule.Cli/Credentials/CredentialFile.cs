using System.Text.Json;

namespace Capsule.Cli.Credentials;

/// <summary>
/// The logins of this user, one per address of auth: a file that only the user can read. A change holds the lock beside it and puts a whole
/// new file in its place, so that readers need no lock and a crash leaves the file of before.
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

    /// <summary>The file of the user whose environment it is: in XDG_CONFIG_HOME, or ~/.config; on Windows in APPDATA.</summary>
    public static CredentialFile Of(CliHost host) =>
        new(
            Absolute(host.Variable("XDG_CONFIG_HOME"))
                ?? Absolute(host.Variable("APPDATA"))
                ?? (Absolute(host.Variable("HOME")) is { } home ? Path.Combine(home, ".config") : null)
        );

    /// <summary>The logins by address; none when there is no file.</summary>
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

    /// <summary>Waits until no other <c>capsule</c> changes the file, and keeps others waiting until the lock is disposed.</summary>
    /// <exception cref="CliException">The folder cannot be written, or another one does not come to an end.</exception>
    public Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        if (_folder is null)
        {
            throw new CliException(ExitCode.Configuration, "There is no folder for the login: set HOME or XDG_CONFIG_HOME.");
        }

        return GuardAsync(async () =>
        {
            MakeFolder(PathOf(""));
            return await FileLock.TakeAsync(PathOf("credentials.lock"), cancellationToken);
        });
    }

    /// <summary>Puts a login in the place of the one at this address, or takes it out; whoever calls holds the lock.</summary>
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

    /// <summary>The login at an address.</summary>
    public StoredLogin? Find(Uri address) => Read().GetValueOrDefault(ServiceAddress.NameOf(address));

    /// <summary>Options of a file that only this user may read.</summary>
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
        return logins is null || logins.ContainsValue(null!) ? throw new JsonException("It has no login where one must be.") : logins;
    }

    private async Task WriteAsync(Content content)
    {
        var temporary = PathOf(FileName + ".tmp");
        File.Delete(temporary); // Of one that was killed; its mode may be any.
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

    // XDG's base directories must be absolute; others are to be ignored.
    private static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? "") ? path : null;

    private sealed record Content(Dictionary<string, StoredLogin> Logins);
}
