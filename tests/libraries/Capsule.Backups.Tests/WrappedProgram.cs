namespace Capsule.Backups.Tests;

/// <summary>A folder with a shell script in place of pg_dump or pg_restore, in which $REAL is the real program.</summary>
internal sealed class WrappedProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capsule-programs-");

    /// <summary>Writes the script. It need not answer <c>--version</c>.</summary>
    public WrappedProgram(string name, string script)
    {
        var real = PostgresProgram.DefaultFolders().Select(folder => Path.Combine(folder, name)).First(File.Exists);
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/bash\nREAL={real}\n[ \"$1\" = --version ] && exec $REAL --version\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The folders to search, with this one first.</summary>
    public IReadOnlyList<string> Folders => [_folder.FullName, .. PostgresProgram.DefaultFolders()];

    public void Dispose() => _folder.Delete(recursive: true);
}
