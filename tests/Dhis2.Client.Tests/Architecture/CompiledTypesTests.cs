namespace Dhis2.Client.Tests.Architecture;

/// <summary>The rules of this folder are worth what is seen of the code: each type here is used in a place where code can hide.</summary>
public sealed class CompiledTypesTests
{
    [Fact]
    public void Code_in_lambdas_iterators_and_async_methods_is_seen()
    {
        var seen = CompiledTypes.UsesIn(typeof(Probe).Assembly.Location)
            .Where(use => use.From == typeof(CompiledTypesTests).FullName && use.To.Contains("+In", StringComparison.Ordinal) && use.Member == "Touch")
            .Select(use => use.To.Split('+')[1]);
        Assert.Equal(["InAsync", "InAsyncLambda", "InIterator", "InLambda", "InStream"], seen.Distinct().Order());
    }

    private static class Probe
    {
        public static async Task AwaitAsync()
        {
            await Task.Yield();
            InAsync.Touch();
        }

        public static async IAsyncEnumerable<int> StreamAsync()
        {
            await Task.Yield();
            yield return InStream.Touch();
        }

        public static IEnumerable<int> Iterate()
        {
            yield return InIterator.Touch();
        }

        public static Func<int> Lambda(int captured) => () => InLambda.Touch() + captured;

        public static Func<Task<int>> AsyncLambda(int captured) => async () =>
        {
            await Task.Yield();
            return InAsyncLambda.Touch() + captured;
        };
    }

    private static class InAsync
    {
        public static int Touch() => 1;
    }

    private static class InStream
    {
        public static int Touch() => 1;
    }

    private static class InIterator
    {
        public static int Touch() => 1;
    }

    private static class InLambda
    {
        public static int Touch() => 1;
    }

    private static class InAsyncLambda
    {
        public static int Touch() => 1;
    }
}
