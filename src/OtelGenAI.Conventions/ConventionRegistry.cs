namespace OtelGenAI.Conventions;

/// <summary>Everything the conventions name, as data: to check against, to list, to walk in tests.</summary>
/// <remarks>
/// Written from <c>conventions/*.yaml</c> by the generator; the lists are in the order of those files and never change.
/// Code that only needs a name uses the constants, which cost nothing.
/// </remarks>
public static partial class ConventionRegistry;
