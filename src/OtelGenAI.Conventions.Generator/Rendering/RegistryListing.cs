namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>One list property of <c>ConventionRegistry</c>.</summary>
/// <param name="Property">Its name.</param>
/// <param name="ItemType">Type of its items.</param>
/// <param name="Summary">Its documentation.</param>
/// <param name="Items">C# expressions of its items.</param>
internal sealed record RegistryListing(string Property, string ItemType, string Summary, IEnumerable<string> Items);
