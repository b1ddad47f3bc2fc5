using System.Diagnostics;
using Dhis2.Client.Http;
using Dhis2.Client.Http.Bodies;
using Dhis2.Client.Imports;
using Dhis2.Client.Input;
using Dhis2.Client.Sessions;

namespace Dhis2.Client.Metadata.Import;

/// <summary>
/// Hands a CSV file to the server as it is, which alone knows its columns (server: <c>CsvImportService</c>). A row may be several objects, so that the counts are the
/// server's own.
/// </summary>
/// <param name="caller">The session.</param>
/// <param name="options">How it is imported.</param>
/// <param name="classKey">What its rows are: <c>DATA_ELEMENT</c>.</param>
/// <param name="hasHeader">Whether its first row names the columns.</param>
public sealed class MetadataCsvImport(Dhis2Caller caller, MetadataImportOptions options, string classKey, bool hasHeader)
{
    /// <summary>Imports a file.</summary>
    /// <exception cref="Dhis2InputException">It cannot be read, is no text, or holds no object.</exception>
    /// <exception cref="Dhis2ApiException">The server refuses it.</exception>
    public async Task<MetadataImportReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var utf8 = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        var request = new Dhis2Request("metadata", HttpMethod.Post)
        {
            Body = RequestBody.Of(utf8, "application/csv"),
            AcceptsStatus = status => status == 409,
            Query = { { "classKey", classKey }, { "firstRowIsHeader", hasHeader ? null : false } },
        };
        options.AddTo(request.Query);
        using var response = await caller.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = MetadataAnswer.Read(response.StatusCode, await response.ReadBytesAsync(cancellationToken).ConfigureAwait(false));
        if (!answer.HasReport)
            throw new Dhis2ApiException(answer.Message, response.StatusCode, null, "The classes there are: Invoke-Dhis2Request metadata/csvImportClasses") { Item = path };
        var faults = answer.Types.SelectMany(type => type.Objects).Where(item => item.Faults.Count > 0).ToList();
        if (answer.Stored == 0 && faults.Count == 0)
            throw new Dhis2InputException($"The server found no object in {path}.", "Check that the file has rows, and whether its first one names the columns.") { Item = path };
        return new MetadataImportReport(Counts(answer, faults.Count), [.. faults.SelectMany(item => item.Faults.Select((fault, i) => Problem(path, item, fault, isFurther: i > 0)))])
        {
            DryRun = options.Validate,
            Requests = 1,
            Elapsed = clock.Elapsed,
            Types = [.. answer.Types.Select(type => new MetadataTypeCount
            {
                Type = type.Class,
                Total = type.Created + type.Updated + type.Deleted + type.Objects.Count(item => item.Faults.Count > 0),
                Imported = type.Created,
                Updated = type.Updated,
                Deleted = type.Deleted,
                Rejected = type.Objects.Count(item => item.Faults.Count > 0),
            })],
        };
    }

    private static ImportCounts Counts(MetadataAnswer answer, int rejected) => new() { Imported = answer.Created, Updated = answer.Updated, Deleted = answer.Deleted, Rejected = rejected };

    private static MetadataImportProblem Problem(string path, MetadataAnswer.ObjectReport item, MetadataFault fault, bool isFurther) => new()
    {
        Outcome = ImportOutcome.Rejected,
        File = path,
        Type = item.Class,
        Index = item.Index,
        Uid = item.Uid,
        Property = fault.Property,
        Code = fault.Code,
        Message = fault.Message,
        IsFurther = isFurther,
    };

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = new InputBytes(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.Asynchronous), path);
            var content = await bytes.OpenAsync(cancellationToken).ConfigureAwait(false);
            var head = await content.PeekAsync(16, cancellationToken).ConfigureAwait(false);
            using var text = new MemoryStream();
            await new StrictText(content, TextEncoding.Of(head), path).CopyToAsync(text, 81_920, cancellationToken).ConfigureAwait(false);
            return text.ToArray();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new Dhis2InputException($"{path} cannot be read: {e.Message}", "Check the path, and that the file is whole.", e) { Item = path };
        }
    }
}
