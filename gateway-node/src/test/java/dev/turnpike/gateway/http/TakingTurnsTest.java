package dev.turnpike.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class TakingTurnsTest {
    @Test
    void nothingIsReadWhileWhatWasWrittenIsNotTaken() {
        EmbeddedChannel channel = new EmbeddedChannel(new TakingTurns());
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));

        ChannelFuture unused = channel.write(Unpooled.wrappedBuffer(new byte[100]));
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.flush();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.finishAndReleaseAll();
    }
}
