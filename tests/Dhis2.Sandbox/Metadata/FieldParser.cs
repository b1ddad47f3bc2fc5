namespace Dhis2.Sandbox.Metadata;

/// <summary>Reads the parameter <c>fields</c>. Brackets left open are closed; an unknown thing is nobody's fault.</summary>
internal sealed class FieldParser
{
    private readonly string _text;
    private int _at;

    private FieldParser(string text) => _text = text;

    /// <summary>Null where a parenthesis closes that was never opened: the server has no answer to that.</summary>
    public static IReadOnlyList<FieldNode>? Parse(string text)
    {
        var depth = 0;
        foreach (var c in text)
        {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0)
                return null;
        }
        return new FieldParser(text).List();
    }

    private List<FieldNode> List()
    {
        var nodes = new List<FieldNode>();
        while (_at < _text.Length && _text[_at] != ']')
        {
            if (_text[_at] == ',')
                _at++;
            else
                nodes.Add(Field());
        }
        return nodes;
    }

    private FieldNode Field()
    {
        var first = _text[_at] == ':' ? _at + 1 : _at;
        var end = first;
        while (end < _text.Length && _text[end] is not (',' or '[' or ']' or '~' or '|' or ':'))
            end++;
        var name = _text[_at..end].Trim();
        _at = end;
        List<FieldNode>? children = null;
        var transformers = new List<Transformer>();
        while (_at < _text.Length && _text[_at] is not (',' or ']'))
        {
            if (_text[_at] == '[')
            {
                _at++;
                children = List();
                _at = Math.Min(_at + 1, _text.Length);
            }
            else
            {
                transformers.Add(ReadTransformer());
            }
        }
        return new FieldNode(name, children is { Count: 0 } ? null : children, transformers);
    }

    private Transformer ReadTransformer()
    {
        while (_at < _text.Length && _text[_at] is '~' or '|' or ':')
            _at++;
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or '[' or ']' or '~' or '|' or ':' or '('))
            _at++;
        var name = _text[start.._at];
        if (_at >= _text.Length || _text[_at] != '(')
            return new Transformer(name, "");
        var close = _text.IndexOf(')', _at);
        close = close < 0 ? _text.Length : close;
        var argument = _text[(_at + 1)..close];
        _at = Math.Min(close + 1, _text.Length);
        return new Transformer(name, argument);
    }
}
