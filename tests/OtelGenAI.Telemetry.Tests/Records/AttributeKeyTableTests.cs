using System.Text;
using OtelGenAI.Telemetry.Records;

namespace OtelGenAI.Telemetry.Tests.Records;

public class AttributeKeyTableTests
{
    [Fact]
    public void A_key_keeps_its_id()
    {
        var keys = new AttributeKeyTable();
        var id = keys.Intern("a.key"u8);

        Assert.Equal(id, keys.Intern("a.key"));
        Assert.NotEqual(id, keys.Intern("another.key"u8));
        Assert.True(keys.Matches(id, "a.key"u8));
        Assert.False(keys.Matches(id, "a.kez"u8));
        Assert.False(keys.Matches(-1, "a.key"u8));
        Assert.False(keys.Matches(99, "a.key"u8));
    }

    [Fact]
    public void A_client_that_makes_up_keys_cannot_grow_the_table_beyond_its_limit()
    {
        var keys = new AttributeKeyTable(maxKeys: 1000);
        for (var i = 0; i < 5000; i++)
        {
            keys.Intern($"key.{i}");
        }

        Assert.Equal(1000, keys.Count);
        Assert.Equal(AttributeKeyTable.NotInterned, keys.Intern("one.more"u8));
        Assert.Equal(999, keys.Intern("key.999"u8));
    }

    [Fact]
    public void A_key_too_long_to_be_a_name_gets_no_id()
    {
        var keys = new AttributeKeyTable();

        Assert.Equal(AttributeKeyTable.NotInterned, keys.Intern(new byte[AttributeKeyTable.MaxKeyBytes + 1]));
        Assert.Equal(AttributeKeyTable.NotInterned, keys.Intern(""u8));
        Assert.Equal(0, keys.Count);
    }

    [Fact]
    public void Threads_that_add_the_same_keys_agree_on_their_ids()
    {
        var keys = new AttributeKeyTable();
        var ids = new int[8][];
        Parallel.For(0, ids.Length, thread => ids[thread] = [.. Enumerable.Range(0, 2000).Select(i => keys.Intern($"key.{i}"))]);

        Assert.All(ids, mine => Assert.Equal(ids[0], mine));
        Assert.Equal(2000, keys.Count);
        for (var i = 0; i < 2000; i++)
        {
            Assert.True(keys.Matches(ids[0][i], Encoding.UTF8.GetBytes($"key.{i}")));
        }
    }

    [Fact]
    public void Looking_up_a_known_key_allocates_nothing()
    {
        var keys = new AttributeKeyTable();
        keys.Intern("a.key"u8);
        keys.Intern("a.key"u8);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            keys.Intern("a.key"u8);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
