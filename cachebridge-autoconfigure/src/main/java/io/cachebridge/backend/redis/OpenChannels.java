package io.cachebridge.backend.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Knows the channels that a client has open, so that they can be made to end without
 * sending on what they hold.
 */
final class OpenChannels implements NettyCustomizer {

	private static final Log logger = LogFactory.getLog(OpenChannels.class);

	private final NettyCustomizer original;

	private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

	OpenChannels(NettyCustomizer original) {
		this.original = original;
	}

	@Override
	public void afterBootstrapInitialized(Bootstrap bootstrap) {
		this.original.afterBootstrapInitialized(bootstrap);
	}

	@Override
	public void afterChannelInitialized(Channel channel) {
		this.original.afterChannelInitialized(channel);
		this.channels.add(channel);
		channel.closeFuture().addListener((closed) -> this.channels.remove(channel));
	}

	/**
	 * Lets all of them be reset when they are closed. The kernel then forgets what was
	 * not acknowledged, which it would otherwise repeat for minutes.
	 */
	void resetWhenClosed() {
		this.channels.forEach(OpenChannels::resetWhenClosed);
	}

	private static void resetWhenClosed(Channel channel) {
		try {
			channel.config().setOption(ChannelOption.SO_LINGER, 0);
		}
		catch (ChannelException ex) {
			logger.debug("A channel was closed already", ex);
		}
	}

}
