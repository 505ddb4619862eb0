namespace OtelGenAI.Analyzers.Interceptors;

/// <summary>One call in code, and the interceptor it needs. Texts only, so that the compiler can tell when nothing changed.</summary>
/// <param name="Location">The attribute that names the place of the call.</param>
/// <param name="Interceptor">Code of the interceptor, with <c>{n}</c> for its number; the same for all calls of a method.</param>
internal sealed record InterceptedCall(string Location, string Interceptor);
