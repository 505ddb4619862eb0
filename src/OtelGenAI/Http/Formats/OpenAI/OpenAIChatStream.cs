using System.Text.Json;
using OtelGenAI.Content;
using OtelGenAI.Invocations;

namespace OtelGenAI.Http.Formats.OpenAI;

/// <summary>Reads a chat completion that arrives in pieces; keeps text only when content is captured, and no more than may be written.</summary>
internal sealed class OpenAIChatStream(InvocationFacts facts, ContentPolicy policy) : IStreamedResponse
{
    // OpenAI pads its pieces, so that their size does not tell the words.
    private static readonly string[] s_wordFields = ["content", "reasoning_content", "reasoning", "refusal", "arguments", "created", "obfuscation"];

    private readonly SortedDictionary<int, StreamedChoice> _choices = [];
    private readonly ContentBudget _budget = new(policy.MaxBytes);

    public IReadOnlyList<string> WordFields => s_wordFields;

    public bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            facts.SawTerminalMarker = true;
            return false;
        }

        var carriesContent = false;
        var reader = new Utf8JsonReader(data);
        if (!JsonFields.EnterObject(ref reader))
        {
            return false;
        }

        while (JsonFields.NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("choices"u8))
            {
                OpenAIChatResponse.ReadFrame(ref reader, facts);
            }
            else if (JsonFields.EnterArray(ref reader))
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    carriesContent |= ReadChoice(ref reader);
                }
            }
        }

        return carriesContent;
    }

    public void Complete()
    {
        facts.IsContentTruncated |= _budget.IsExceeded;
        if (facts.ReadsOutput && _choices.Count > 0)
        {
            facts.Output = [.. _choices.Values.Select(static choice => choice.ToMessage())];
        }
    }

    private bool ReadChoice(ref Utf8JsonReader reader)
    {
        // The index may come after the delta it belongs to; a copy of the reader looks ahead for it.
        var choice = ChoiceAt(FindIndex(reader));
        var carriesContent = false;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("finish_reason"u8))
            {
                if (JsonFields.ReadString(ref reader) is { } reason && choice is not null)
                {
                    choice.FinishReason = reason;
                    facts.SetFinishReason(choice.Index, reason);
                }
            }
            else if (reader.ValueTextEquals("delta"u8) && choice is not null)
            {
                if (JsonFields.EnterObject(ref reader))
                {
                    carriesContent |= ReadDelta(ref reader, choice);
                }
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        return carriesContent;
    }

    private bool ReadDelta(ref Utf8JsonReader reader, StreamedChoice choice)
    {
        var carriesContent = false;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                carriesContent |= Append(choice.Text, ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                carriesContent |= Append(choice.Reasoning, ref reader);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                carriesContent |= Append(choice.Refusal, ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                if (JsonFields.EnterArray(ref reader))
                {
                    while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                    {
                        carriesContent = true;
                        ReadToolCall(ref reader, choice);
                    }
                }
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }

        return carriesContent;
    }

    private void ReadToolCall(ref Utf8JsonReader reader, StreamedChoice choice)
    {
        var call = choice.ToolCallAt(FindIndex(reader));
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("id"u8) && call is not null)
            {
                call.Id = JsonFields.ReadString(ref reader) ?? call.Id;
            }
            else if (reader.ValueTextEquals("function"u8) && call is not null)
            {
                if (JsonFields.EnterObject(ref reader))
                {
                    ReadFunction(ref reader, call);
                }
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }
    }

    private void ReadFunction(ref Utf8JsonReader reader, StreamedToolCall call)
    {
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                call.Name = JsonFields.ReadString(ref reader) ?? call.Name;
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                Append(call.Arguments, ref reader);
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }
    }

    private bool Append(StreamedText text, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return false;
        }

        var length = reader.ValueSpan.Length;
        if (policy.Captures && length > 0)
        {
            text.Append(reader.GetString()!, _budget);
        }

        return length > 0;
    }

    // As many as InvocationFacts.SetFinishReason takes: a hostile index must not make us allocate.
    private StreamedChoice? ChoiceAt(int index)
    {
        if (index is < 0 or >= 128)
        {
            return null;
        }

        if (!_choices.TryGetValue(index, out var choice))
        {
            choice = new StreamedChoice(index);
            _choices.Add(index, choice);
        }

        return choice;
    }

    private static int FindIndex(Utf8JsonReader reader)
    {
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                return (int)Math.Clamp(JsonFields.ReadInteger(ref reader) ?? 0, -1, int.MaxValue);
            }

            JsonFields.SkipValue(ref reader);
        }

        return 0;
    }
}
