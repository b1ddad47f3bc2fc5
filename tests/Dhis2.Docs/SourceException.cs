namespace Dhis2.Docs;

/// <summary>A page, a comment or the table of views from which nothing can be made; the message names it and says what to write.</summary>
public sealed class SourceException : Exception
{
    /// <summary>Creates it without a message.</summary>
    public SourceException()
    {
    }

    /// <summary>Creates it with what is wrong and where.</summary>
    public SourceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with what is wrong and where, and its cause.</summary>
    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
