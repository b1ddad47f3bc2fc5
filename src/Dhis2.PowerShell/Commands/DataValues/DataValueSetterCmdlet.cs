using System.Management.Automation;
using Dhis2.Client.DataValues.SingleValues;

namespace Dhis2.PowerShell.Commands;

/// <summary>Base of the cmdlets that set single data values: what is stored beside a value, and the value as the server holds it afterwards.</summary>
public abstract class DataValueSetterCmdlet : DataValueWriteCmdlet
{
    private bool _isCommentWritten;

    /// <summary>
    /// A remark on the value. Default: the stored one stays; <c>-Comment ''</c> takes it away, and an empty comment of an object of the pipeline is none.
    /// Example: <c>-Comment 'checked by phone'</c>.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? Comment { get; set; }

    /// <summary>Marks the value for follow-up, or takes the mark away. Default: the stored mark stays. Example: <c>-FollowUp $true</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FlagArgument]
    public bool? FollowUp { get; set; }

    /// <summary>Writes the value as the server holds it afterwards. Default: nothing is written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Start() => _isCommentWritten = Has(nameof(Comment));

    /// <summary>What is to be set beside the value.</summary>
    private protected DataValueChange NewChange(string? value) => new()
    {
        Value = value,
        Comment = _isCommentWritten ? Comment ?? "" : string.IsNullOrEmpty(Comment) ? null : Comment,
        FollowUp = FollowUp,
        DataSet = DataSetId,
        OverrideLock = OverrideLock,
    };

    /// <summary>Sets it, and writes what is stored then.</summary>
    private protected void Set(DataValueCell cell, DataValueChange change)
    {
        if (Await(token => Store.WriteAsync(cell, change, token)))
            Show(cell);
    }

    /// <summary>Writes what is stored, where that is wanted.</summary>
    private protected void Show(DataValueCell cell)
    {
        if (PassThru)
            WriteObject(Stored(cell));
    }

    private DataValue Stored(DataValueCell cell)
    {
        try
        {
            return Await(token => Store.ReadAsync(cell, token));
        }
        catch (Dhis2Exception e)
        {
            throw e.After($"The data value at {cell} is set, and could not be read afterwards.");
        }
    }
}
