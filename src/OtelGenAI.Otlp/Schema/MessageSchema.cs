namespace OtelGenAI.Otlp.Schema;

/// <summary>One OTLP message: its fields. The same tables drive JSON in, JSON out and the check of framing.</summary>
internal sealed class MessageSchema(string name)
{
    private FieldSchema?[] _byNumber = [];

    /// <summary>Its name, without the package.</summary>
    public string Name { get; } = name;

    /// <summary>How to speak of it when it is refused alone because something in it is impossible: a span, a log record; else <see langword="null"/>.</summary>
    public RecordDescription? Record { get; init; }

    /// <summary>How many bytes its length usually takes: a guess that saves the JSON reader a move.</summary>
    public int ExpectedLengthBytes { get; init; } = 1;

    /// <summary>Its fields, in the order in which JSON shows them. At most 32.</summary>
    public FieldSchema[] Fields
    {
        get;
        set
        {
            field = value;
            _byNumber = new FieldSchema?[value.Max(one => one.Number) + 1];
            for (var index = 0; index < value.Length; index++)
            {
                value[index].Index = index;
                _byNumber[value[index].Number] = value[index];
            }
        }
    } = [];

    /// <summary>The field with a number, or <see langword="null"/> for an unknown one.</summary>
    public FieldSchema? ByNumber(uint number) => number < (uint)_byNumber.Length ? _byNumber[number] : null;
}
