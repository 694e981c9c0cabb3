package dev.turnpike.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads from a connection only while its client reads, too. Heads of answers have no flow control in HTTP/2, so one who
 * asks on and on and reads nothing would have us keep them all.
 */
final class TakingTurns extends ChannelInboundHandlerAdapter {
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }
}
