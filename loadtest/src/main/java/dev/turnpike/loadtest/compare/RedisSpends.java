package dev.turnpike.loadtest.compare;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The same arithmetic in a script of Redis: is there room in the window, count, and let the window end by itself.
 * Thread-safe.
 */
final class RedisSpends implements AutoCloseable {
    private static final String SCRIPT = """
            local held = tonumber(redis.call('GET', KEYS[1]) or '0')
            local amount = tonumber(ARGV[1])
            if held + amount > tonumber(ARGV[2]) then return -1 end
            held = redis.call('INCRBY', KEYS[1], amount)
            if held == amount then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
            return held
            """;
    private static final String[] KEYS = {"grant:hot:calls"};
    private static final String[] ARGUMENTS = {"1", "1000000000000", "86400000"};

    private final @Nullable Connection usual;
    private final @Nullable Connection batched;

    private RedisSpends(@Nullable Connection usual, @Nullable Connection batched) {
        this.usual = usual;
        this.batched = batched;
    }

    /** Connects; port 0 stands for no Redis. */
    static RedisSpends open(int port) {
        return port == 0
                ? new RedisSpends(null, null)
                : new RedisSpends(
                        Connection.open(port, /* batched= */ false), Connection.open(port, /* batched= */ true));
    }

    /** One spend, as the client sends it of itself: each command as soon as it is there. */
    CompletionStage<Boolean> spend() {
        return spend(usual);
    }

    /** One spend, with commands that are ready together written together. */
    CompletionStage<Boolean> spendBatched() {
        return spend(batched);
    }

    @Override
    public void close() {
        if (usual != null) {
            usual.client().shutdown();
        }
        if (batched != null) {
            batched.client().shutdown();
        }
    }

    private static CompletionStage<Boolean> spend(@Nullable Connection connection) {
        if (connection == null) {
            throw new IllegalStateException("there is no Redis");
        }
        return connection
                .commands()
                .<Long>evalsha(connection.script(), ScriptOutputType.INTEGER, KEYS, ARGUMENTS)
                .thenApply(held -> held > 0);
    }

    private record Connection(RedisClient client, RedisAsyncCommands<String, String> commands, String script) {
        static Connection open(int port, boolean batched) {
            ClientResources.Builder resources = ClientResources.builder();
            if (batched) {
                resources.nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        channel.pipeline().addFirst(new FlushConsolidationHandler(256, true));
                    }
                });
            }
            RedisClient client = RedisClient.create(resources.build(), RedisURI.create("127.0.0.1", port));
            client.setOptions(ClientOptions.create());
            StatefulRedisConnection<String, String> connection = client.connect();
            return new Connection(client, connection.async(), connection.sync().scriptLoad(SCRIPT));
        }
    }
}
