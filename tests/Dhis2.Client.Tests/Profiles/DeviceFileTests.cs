using System.Diagnostics;
using System.Text;
using Dhis2.Client.Utilities;

namespace Dhis2.Client.Tests.Profiles;

/// <summary>A device or pipe in the place of a file is written to, and is a device or pipe afterwards.</summary>
public sealed class DeviceFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dhis2-device").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_gets_what_is_written(bool isMoved)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes of Windows are no files.");
        var pipe = Make("pipe", "mkfifo");
        var reading = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        await WriteAsync(pipe, isMoved);
        Assert.Equal("rows", await reading);
        Assert.True(FileStatus.IsDevice(pipe));
        Assert.Equal([pipe], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_link_to_a_pipe_is_that_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes of Windows are no files.");
        var pipe = Make("pipe", "mkfifo");
        var link = File.CreateSymbolicLink(Path.Combine(_folder, "link"), pipe).FullName;
        var reading = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        await WriteAsync(link, isMoved: false);
        Assert.Equal("rows", await reading);
        Assert.Equal(pipe, new FileInfo(link).LinkTarget);
    }

    // As the device that takes everything is, and the one that has room for nothing.
    [Theory]
    [InlineData("3", false, true)]
    [InlineData("3", true, true)]
    [InlineData("7", false, false)]
    public async Task A_device_stays_a_device(string minor, bool isMoved, bool hasRoom)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root makes devices.");
        var device = Make("device", "mknod", "c", "1", minor);
        var fault = await Record.ExceptionAsync(() => WriteAsync(device, isMoved));
        Assert.Equal(hasRoom ? null : typeof(IOException), fault?.GetType());
        Assert.True(FileStatus.IsDevice(device));
        Assert.Equal([device], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_file_is_replaced_and_a_place_that_takes_none_is_seen_before()
    {
        var path = Path.Combine(_folder, "rows.csv");
        await File.WriteAllTextAsync(path, "longer than the rows", TestContext.Current.CancellationToken);
        Assert.False(FileStatus.IsDevice(path));
        Assert.False(FileStatus.IsDevice(_folder));
        Assert.False(FileStatus.IsDevice(path + ".none"));
        AtomicFile.CheckWritable(path);
        Assert.Equal("longer than the rows", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        await WriteAsync(path, isMoved: false);
        Assert.Equal("rows", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.CheckWritable(Path.Combine(_folder, "none", "rows.csv")));
    }

    private static async Task WriteAsync(string path, bool isMoved)
    {
        if (!isMoved)
        {
            await AtomicFile.WriteAsync(path, file => file.WriteAsync(Encoding.UTF8.GetBytes("rows")).AsTask());
            return;
        }
        var part = path + ".part";
        await File.WriteAllTextAsync(part, "rows", TestContext.Current.CancellationToken);
        AtomicFile.Move(part, path);
    }

    private string Make(string name, string program, params string[] arguments)
    {
        var path = Path.Combine(_folder, name);
        using var made = Process.Start(new ProcessStartInfo(program, [path, .. arguments]))!;
        made.WaitForExit();
        Assert.SkipUnless(made.ExitCode == 0, "Here nobody can make one.");
        return path;
    }
}
