using Microsoft.CodeAnalysis;

namespace OtelGenAI.Analyzers.Diagnostics;

/// <summary>What can be wrong with marked methods and their calls.</summary>
internal static class ObservedMethodRules
{
    private const string Category = "OtelGenAI";

    /// <summary>A method is given away as a delegate.</summary>
    public static readonly DiagnosticDescriptor Delegate = new(
        "OTGAI001",
        "Calls through a delegate are not recorded",
        "Calls of '{0}' through this delegate are not recorded; give a lambda that calls it instead",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    /// <summary>A method is of a shape whose calls cannot be intercepted.</summary>
    public static readonly DiagnosticDescriptor Shape = new(
        "OTGAI002",
        "Calls of this method cannot be recorded",
        "Calls of '{0}' are not recorded, because {1}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    /// <summary>A method implements or overrides a member that is not marked.</summary>
    public static readonly DiagnosticDescriptor Unmarked = new(
        "OTGAI003",
        "Calls through an interface or base without the attribute are not recorded",
        "Calls of '{0}' through '{1}' are not recorded, because that has no attribute; put it there, or register the service with AddGenAIObserved",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>The base's method is called from an override.</summary>
    public static readonly DiagnosticDescriptor BaseCall = new(
        "OTGAI004",
        "Calls of the base are not recorded",
        "This call of '{0}' is not recorded: what would take its place would call the override again",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true);

    /// <summary>A registration cannot be replaced.</summary>
    public static readonly DiagnosticDescriptor Registration = new(
        "OTGAI005",
        "This service cannot be registered with AddGenAIObserved",
        "'{0}' cannot be recorded as '{1}': it takes an interface without static or init members and a class, both named here and visible in the project",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);
}
