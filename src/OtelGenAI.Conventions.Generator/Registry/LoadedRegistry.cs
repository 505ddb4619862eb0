namespace OtelGenAI.Conventions.Generator.Registry;

/// <summary>What was read, and everything that is wrong with it.</summary>
/// <param name="Registry">What could be read; only to be rendered if there are no problems.</param>
/// <param name="Problems">All problems, in order of file and line.</param>
internal sealed record LoadedRegistry(ConventionModel Registry, IReadOnlyList<RegistryProblem> Problems);
