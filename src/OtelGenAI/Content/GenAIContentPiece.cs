namespace OtelGenAI;

/// <summary>One text about to be captured, shown to a redaction hook.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, after the built-in rules. Of JSON, such as tool arguments, each string inside comes by itself.</param>
public readonly record struct GenAIContentPiece(GenAIContentKinds Kind, string Text);
