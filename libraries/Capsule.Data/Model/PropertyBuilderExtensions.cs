using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Data;

/// <summary>Column types that several services use.</summary>
public static class PropertyBuilderExtensions
{
    /// <summary>Text that compares without regard to case (e-mail addresses).</summary>
    public static PropertyBuilder<string> IsCitext(this PropertyBuilder<string> property) => property.HasColumnType("citext");

    /// <summary>Flexible data, any JSON.</summary>
    public static PropertyBuilder<T> IsJsonb<T>(this PropertyBuilder<T> property) => property.HasColumnType("jsonb");
}
