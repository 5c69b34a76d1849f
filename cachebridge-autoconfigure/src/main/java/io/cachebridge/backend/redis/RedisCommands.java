package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The few commands that this package needs, over whichever client the application has.
 * Keys and values are bytes. A value of another Redis type than a string is told as
 * {@link #OTHER_TYPE}, never as an error. Everything else that fails is an exception of
 * the client, which {@link RedisFailures} translates.
 */
interface RedisCommands extends AutoCloseable {

	/**
	 * Stands for a list, a hash or the like. No record is that short.
	 */
	byte[] OTHER_TYPE = new byte[0];

	/**
	 * Chooses how to talk to Redis. With Lettuce that is a connection of our own to the
	 * same servers; any other connection factory is used as it is. Nothing is connected
	 * yet.
	 * @param factory the application's connection factory
	 * @param timeout how long to wait for an answer
	 * @return the commands
	 */
	static RedisCommands over(RedisConnectionFactory factory, Duration timeout) {
		if (factory instanceof LettuceConnectionFactory lettuce) {
			return new LettuceRedisCommands(
					new LettuceLink(DedicatedConnectionFactory.like(lettuce, timeout), timeout));
		}
		return new SpringRedisCommands(factory);
	}

	byte @Nullable [] get(byte[] key);

	/**
	 * Reads several values.
	 * @param keys the keys
	 * @return the values in the order of the keys, {@code null} where there is none
	 */
	List<byte @Nullable []> getAll(List<byte[]> keys);

	/**
	 * Reads the beginnings of several values.
	 * @param keys the keys
	 * @param length how many bytes of each
	 * @return the beginnings in the order of the keys, {@code null} where there is no
	 * value
	 */
	List<byte @Nullable []> beginnings(List<byte[]> keys, int length);

	/**
	 * Writes several values.
	 * @param writes the values with their keys
	 */
	void setAll(Collection<Write> writes);

	/**
	 * Runs a script that the server may remember.
	 * @param script the script
	 * @param key its only key
	 * @param arguments its arguments
	 * @return what it answers
	 */
	List<Object> evalSha(RedisScript script, byte[] key, byte[]... arguments);

	List<Object> eval(RedisScript script, byte[] key, byte[]... arguments);

	/**
	 * Runs a script in one round trip, or in two if the server has forgotten it.
	 * @param script the script
	 * @param key its only key
	 * @param arguments its arguments
	 * @return what it answers
	 */
	default List<Object> run(RedisScript script, byte[] key, byte[]... arguments) {
		try {
			return evalSha(script, key, arguments);
		}
		catch (RuntimeException ex) {
			if (!RedisFailures.isUnknownScript(ex)) {
				throw ex;
			}
			return eval(script, key, arguments);
		}
	}

	/**
	 * Lists keys page by page, on a cluster those of all masters.
	 * @param pattern a glob pattern
	 * @return the keys, to be closed
	 */
	Stream<byte[]> scan(byte[] pattern);

	long unlink(List<byte[]> keys);

	void ping();

	/**
	 * Asks the server about itself.
	 * @param section the section of {@code INFO}
	 * @return the answer, of any one node on a cluster
	 */
	RedisInfo info(String section);

	void publish(byte[] channel, byte[] message);

	/**
	 * Subscribes, and stays as long as the subscription repairs itself.
	 * @param channel the channel
	 * @param listener who is told
	 * @param closed until when to stay at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	void subscribe(byte[] channel, ChannelListener listener, CountDownLatch closed) throws InterruptedException;

	/**
	 * Appends an entry to a stream and drops the oldest ones that are too many, roughly.
	 * @param stream the stream
	 * @param message what the entry carries
	 * @param maximumLength how many entries to keep
	 * @return the identity of the entry
	 */
	String append(byte[] stream, byte[] message, long maximumLength);

	/**
	 * Creates a connection to read a stream with.
	 * @param stream the stream
	 * @param longestWait how long a read may wait at most
	 * @return the connection, to be closed
	 */
	StreamConnection openStream(byte[] stream, Duration longestWait);

	boolean isCluster();

	boolean readsFromReplicas();

	@Override
	void close();

	/**
	 * A value to write.
	 *
	 * @param key the key
	 * @param value the value
	 * @param milliseconds its life, zero for ever
	 */
	record Write(byte[] key, byte[] value, long milliseconds) {

	}

}
