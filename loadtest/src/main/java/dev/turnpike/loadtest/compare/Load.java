package dev.turnpike.loadtest.compare;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are sent at a pace over connections that stay open, one at a time over each. A call that finds no free
 * connection waits, and its latency counts from the moment it was due. All work is done on one event loop.
 */
final class Load implements AutoCloseable {
    private static final int DIGITS = 3;
    private static final int SHOWN = 600;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Calls calls;
    private final Pace pace;
    private final List<Channel> channels = new ArrayList<>();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);
    private final LongAdder answered = new LongAdder();
    private final LongAdder others = new LongAdder();
    private final AtomicReference<@Nullable String> other = new AtomicReference<>();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private boolean scheduled;
    private volatile boolean stopped;

    private Load(Calls calls, Pace pace) {
        this.calls = calls;
        this.pace = pace;
    }

    /** Connects, and begins to send. */
    static Load start(Target target, int connections, Calls calls, Pace pace) {
        Load load = new Load(calls, pace);
        target.spread(connections).forEach(load::connect);
        load.loop.execute(load::send);
        return load;
    }

    /** Calls that were answered as expected so far. */
    long answered() {
        @Nullable String failed = failure.get();
        if (failed != null) {
            throw new ComparisonException(failed);
        }
        return answered.sum();
    }

    /** Answers that were not expected so far. */
    long others() {
        return others.sum();
    }

    /** The first answer that was not expected, shortened; empty if all were. */
    String firstOther() {
        return requireNonNullElse(other.get(), "");
    }

    /** The latencies since the last time, in nanoseconds. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    /** Sends no more, and closes the connections. */
    @Override
    public void close() {
        stopped = true;
        channels.forEach(channel -> channel.close().syncUninterruptibly());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void connect(InetSocketAddress address) {
        Connection connection = new Connection();
        Channel channel = new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(connection);
                    }
                })
                .connect(address)
                .syncUninterruptibly()
                .channel();
        channels.add(channel);
    }

    /** Sends what is due over what is free, and looks again when the next call is due. */
    private void send() {
        while (!free.isEmpty() && !stopped) {
            long due = pace.nextNanos();
            long wait = due - System.nanoTime();
            if (wait > 0) {
                if (!scheduled) {
                    scheduled = true;
                    var unused = loop.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
                }
                return;
            }
            free.remove().send(due);
            pace.advance();
        }
    }

    private void tick() {
        scheduled = false;
        send();
    }

    private void fail(String why) {
        if (!stopped) {
            failure.compareAndSet(null, why);
        }
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        private final AnswerReader answers = new AnswerReader(Calls.ANSWER);
        private @Nullable ChannelHandlerContext connected;
        private long dueNanos;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            connected = context;
            free.add(this);
        }

        void send(long due) {
            dueNanos = due;
            var unused = requireNonNull(connected).writeAndFlush(calls.next(), connected.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            switch (answers.feed(bytes)) {
                case NOTHING -> {}
                case EXPECTED -> {
                    latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - dueNanos));
                    answered.increment();
                    free.add(this);
                    Load.this.send();
                }
                case OTHER -> {
                    others.increment();
                    other.compareAndSet(null, answers.text(SHOWN));
                    free.add(this);
                    Load.this.send();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail("a connection was closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause.toString());
        }
    }
}
