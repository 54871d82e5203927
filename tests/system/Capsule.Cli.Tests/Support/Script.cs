namespace Capsule.Cli.Tests;

/// <summary>Programs of a few lines.</summary>
internal static class Script
{
    /// <summary>Writes a shell script that can be run.</summary>
    public static void Write(string path, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Scripts are the shell's.");
        }

        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
