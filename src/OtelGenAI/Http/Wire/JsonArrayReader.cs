namespace OtelGenAI.Http.Wire;

/// <summary>Cuts a JSON array of objects into the objects, as they arrive; a bare object is delivered as it is.</summary>
/// <param name="objectReceived">Gets each object.</param>
/// <param name="limitBytes">Largest object; a larger one is skipped whole.</param>
/// <remarks>Gemini streams so unless it is asked for server-sent events. Only brackets and strings are looked at; whoever gets an object judges it.</remarks>
internal sealed class JsonArrayReader(FrameReceived objectReceived, int limitBytes) : IFrameReader
{
    private readonly CaptureBuffer _object = new(limitBytes);
    private int _depth;
    private int _objectDepth = -1;
    private bool _isInString;
    private bool _isEscaped;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (_isInString)
            {
                _isInString = _isEscaped || value != '"';
                _isEscaped = !_isEscaped && value == '\\';
                continue;
            }

            switch (value)
            {
                case (byte)'"':
                    _isInString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    if (value == '{' && _objectDepth < 0)
                    {
                        _objectDepth = _depth;
                        start = i;
                    }

                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    _depth = Math.Max(0, _depth - 1);
                    if (_depth == _objectDepth)
                    {
                        _object.Append(bytes[start..(i + 1)]);
                        EndObject();
                    }

                    break;
                default:
                    break;
            }
        }

        if (_objectDepth >= 0)
        {
            _object.Append(bytes[start..]);
        }
    }

    /// <summary>An object that was cut off is not delivered: half a JSON text is none.</summary>
    public void Complete() => _object.Clear();

    public void Dispose() => _object.Dispose();

    private void EndObject()
    {
        _objectDepth = -1;
        if (!_object.IsOverLimit)
        {
            objectReceived(default, _object.Written);
        }

        _object.Clear();
    }
}
