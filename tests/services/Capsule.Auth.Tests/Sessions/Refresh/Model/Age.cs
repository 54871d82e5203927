namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>How old a refresh token is, in generations.</summary>
internal enum Age
{
    /// <summary>Of the present generation.</summary>
    Present,

    /// <summary>Of the one before.</summary>
    Parent,

    /// <summary>Of any before that.</summary>
    Older,

    /// <summary>Of none: a present one with a bit changed.</summary>
    Forged,
}
