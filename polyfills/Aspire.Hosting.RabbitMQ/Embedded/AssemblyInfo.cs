using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Capsule.Polyfills.Hosting.Tests")]
