using System.Text;

namespace Dhis2.Csv;

/// <summary>
/// Puts a mark where bytes cannot be decoded and remembers that it did. Throwing there would lose the good text before and behind it,
/// and with it the line number.
/// </summary>
internal sealed class MarkingDecoderFallback : DecoderFallback
{
    /// <summary>Two noncharacters; in good text they may stand all the same, hence <see cref="IsUsed"/>.</summary>
    public const string Mark = "\uFFFF\uFFFE";

    public bool IsUsed { get; set; }

    public override int MaxCharCount => Mark.Length;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

    private sealed class Buffer(MarkingDecoderFallback owner) : DecoderFallbackBuffer
    {
        private int _given = Mark.Length;

        public override int Remaining => Mark.Length - _given;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner.IsUsed = true;
            _given = 0;
            return true;
        }

        public override char GetNextChar() => _given < Mark.Length ? Mark[_given++] : '\0';

        public override bool MovePrevious() => false;

        public override void Reset() => _given = Mark.Length;
    }
}
