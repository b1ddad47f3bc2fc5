using System.Text;

namespace Dhis2.Csv;

/// <summary>
/// Puts a mark where bytes cannot be decoded and remembers that it did. Throwing there would lose the good text before it,
/// and with it the line number.
/// </summary>
internal sealed class MarkingDecoderFallback : DecoderFallback
{
    /// <summary>A noncharacter; in good text it may stand all the same, hence <see cref="IsUsed"/>.</summary>
    public const char Mark = '\uFFFF';

    public bool IsUsed { get; private set; }

    public override int MaxCharCount => 1;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

    private sealed class Buffer(MarkingDecoderFallback owner) : DecoderFallbackBuffer
    {
        private bool _pending;

        public override int Remaining => _pending ? 1 : 0;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner.IsUsed = true;
            _pending = true;
            return true;
        }

        public override char GetNextChar()
        {
            var next = _pending ? Mark : '\0';
            _pending = false;
            return next;
        }

        public override bool MovePrevious() => false;

        public override void Reset() => _pending = false;
    }
}
