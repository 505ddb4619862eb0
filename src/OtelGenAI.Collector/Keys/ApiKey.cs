using OtelGenAI.Telemetry;

namespace OtelGenAI.Collector.Keys;

/// <summary>A key as the program keeps it: everything but the key itself.</summary>
/// <param name="Id">Eight hexadecimal digits; part of the key's text and no secret.</param>
/// <param name="Hash">SHA-256 of the key's text, 32 bytes.</param>
/// <param name="Tenant">Whose telemetry it sends and reads.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="Name">What people call it; may be empty.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record ApiKey(string Id, byte[] Hash, TenantId Tenant, KeyScope Scopes, string Name, DateTimeOffset CreatedAt);
