namespace OtelGenAI.Analyzers.Proxies;

/// <summary>One registration in code, and what it needs. Texts only, so that the compiler can tell when nothing changed.</summary>
/// <param name="Location">The attribute that names the place of the call.</param>
/// <param name="Code">Code of the recording class and of the interceptor, with a place for its number; the same for all registrations of a pair.</param>
internal sealed record ObservedService(string Location, string Code);
