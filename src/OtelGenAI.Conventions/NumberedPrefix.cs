namespace OtelGenAI.Conventions;

/// <summary>A list flattened into attributes: prefix, number, field, as in <c>gen_ai.prompt.0.content</c>.</summary>
/// <param name="Prefix">What comes before the number, without the dot. Followed by anything but a whole number it is another attribute.</param>
/// <param name="NewName">Current attribute that carries the list.</param>
/// <param name="Dialect">Who writes it.</param>
public sealed record NumberedPrefix(string Prefix, string NewName, string Dialect);
