namespace Capsule.Migrations;

/// <summary>The services for which one value of an option can hold.</summary>
public enum OptionScope
{
    /// <summary>One value holds for every service.</summary>
    AllServices,

    /// <summary>Each service needs a value of its own.</summary>
    EachService,

    /// <summary>A value makes sense for one service only.</summary>
    OneService,
}
