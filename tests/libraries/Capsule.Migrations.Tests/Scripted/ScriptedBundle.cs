using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Scripted;

/// <summary>Makes assemblies of migrations at run time, so that a test can add, edit, rename and remove them.</summary>
internal static class ScriptedBundle
{
    private static readonly MethodInfo Run = typeof(ScriptedMigrationBase).GetMethod(nameof(ScriptedMigrationBase.Run))!;

    /// <summary>Makes an assembly with some migrations.</summary>
    public static Assembly Of(params IEnumerable<ScriptedMigration> migrations)
    {
        var name = new AssemblyName($"Scripted-{Guid.NewGuid():n}");
        var assembly = new PersistedAssemblyBuilder(name, typeof(object).Assembly);
        var module = assembly.DefineDynamicModule(name.Name!);
        foreach (var migration in migrations)
        {
            Define(module, migration);
        }

        using var image = new MemoryStream();
        assembly.Save(image);
        image.Position = 0;
        return AssemblyLoadContext.GetLoadContext(typeof(ScriptedBundle).Assembly)!.LoadFromStream(image);
    }

    private static void Define(ModuleBuilder module, ScriptedMigration migration)
    {
        var type = module.DefineType(
            $"M{migration.Id}",
            TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Sealed,
            typeof(ScriptedMigrationBase)
        );
        type.SetCustomAttribute(Attribute<MigrationAttribute>(typeof(string), migration.Id));
        type.SetCustomAttribute(Attribute<DbContextAttribute>(typeof(Type), typeof(ScriptedContext)));
        Override(type, "Up", migration.Up);
        if (migration.Down is { } down)
        {
            Override(type, "Down", down);
        }

        type.CreateType();
    }

    private static CustomAttributeBuilder Attribute<TAttribute>(Type parameter, object value) =>
        new(typeof(TAttribute).GetConstructor([parameter])!, [value]);

    private static void Override(TypeBuilder type, string name, IEnumerable<ScriptedSql> commands)
    {
        var method = type.DefineMethod(
            name,
            MethodAttributes.Family | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            typeof(void),
            [typeof(MigrationBuilder)]
        );
        var body = method.GetILGenerator();
        foreach (var command in commands)
        {
            body.Emit(OpCodes.Ldarg_1);
            body.Emit(OpCodes.Ldstr, command.Sql);
            body.Emit(command.IsOutside ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
            body.Emit(OpCodes.Call, Run);
        }

        body.Emit(OpCodes.Ret);
    }
}
