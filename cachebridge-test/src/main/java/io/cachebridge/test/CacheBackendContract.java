package io.cachebridge.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Version;

/**
 * Demands of a backend what {@link CacheBackend} promises. Extend it, say how a backend
 * is created, and run it like any other JUnit class:
 *
 * <pre class="code">
 * class AcmeBackendTests extends CacheBackendContract {
 *
 *     &#64;Override
 *     protected CacheBackend createBackend() {
 *         return new AcmeBackend(...);
 *     }
 *
 * }
 * </pre>
 * <p>
 * What belongs to a {@linkplain CacheBackend#capabilities() capability} that is not
 * declared is skipped and says so, as is what needs a method that can be overridden here
 * and is not. The store need not be empty: all keys are random, and nothing else is
 * touched. What a test wrote stays there.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class CacheBackendContract implements RecordContract, ReservationContract, ExpiryContract,
		ConditionalPutContract, ConcurrentPutContract, BatchContract, EnumerationContract, CounterContract, KeyContract,
		LimitContract, ForeignBytesContract, SharingContract, LifecycleContract, FailureContract {

	private final Deque<CacheBackend> opened = new ArrayDeque<>();

	private final String prefix = "contract:" + UUID.randomUUID() + ":";

	private final long incarnation = UUID.randomUUID().getLeastSignificantBits();

	private final AtomicLong sequence = new AtomicLong();

	/**
	 * Creates a backend. Called at least once for each test; every backend is closed
	 * after it. If the backend declares {@link io.cachebridge.spi.Capability#SHARED} or
	 * {@link io.cachebridge.spi.Capability#DURABLE}, all must work on the same store.
	 * @return the backend
	 * @throws Exception if that fails
	 */
	protected abstract CacheBackend createBackend() throws Exception;

	/**
	 * Creates a backend of the same kind whose store cannot be reached, for example
	 * because nobody listens at its port.
	 * @return the backend, whose operations should fail within seconds
	 * @throws Exception if that fails
	 */
	protected CacheBackend createUnreachableBackend() throws Exception {
		throw new TestAbortedException("createUnreachableBackend() is not overridden");
	}

	/**
	 * Writes bytes that no backend has written where the backend under test looks for the
	 * record of a key.
	 * @param key the key
	 * @param bytes the bytes
	 * @throws Exception if that fails
	 */
	protected void plantForeignBytes(String key, byte[] bytes) throws Exception {
		throw new TestAbortedException("plantForeignBytes(key, bytes) is not overridden");
	}

	/**
	 * Waits until what was written is seen. Only for stores that answer from replicas,
	 * which must not declare {@link io.cachebridge.spi.Capability#CONDITIONAL_PUT}.
	 */
	protected void settle() {
	}

	/**
	 * Tells how soon after its expiry a record is gone, for stores that drop expired
	 * records by themselves and soon.
	 * @return the time, or empty if the store does not promise any
	 */
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.empty();
	}

	/**
	 * Tells up to which size content is tried. A limit of the store that is higher is not
	 * held.
	 * @return the size in bytes, 8 MB by default
	 */
	protected int largestContentToTry() {
		return 8 * 1024 * 1024;
	}

	@BeforeEach
	void openBackend() throws Exception {
		anotherInstance();
	}

	@AfterEach
	void closeBackends() {
		this.opened.forEach(CacheBackend::close);
	}

	@Override
	public final CacheBackend backend() {
		return this.opened.getFirst();
	}

	@Override
	public final CacheBackend anotherInstance() throws Exception {
		CacheBackend backend = createBackend();
		this.opened.addLast(backend);
		return backend;
	}

	@Override
	public final CacheBackend unreachableInstance() throws Exception {
		CacheBackend backend = createUnreachableBackend();
		this.opened.addLast(backend);
		return backend;
	}

	@Override
	public final void writeForeign(String key, byte[] bytes) throws Exception {
		plantForeignBytes(key, bytes);
	}

	@Override
	public final void waitUntilVisible() {
		settle();
	}

	@Override
	public final Optional<Duration> expiredRecordsGoWithin() {
		return dropsExpiredRecordsWithin();
	}

	@Override
	public final int largestTriedContent() {
		return largestContentToTry();
	}

	@Override
	public final String prefix() {
		return this.prefix;
	}

	@Override
	public final Version version() {
		return new Version(this.incarnation, this.sequence.incrementAndGet());
	}

}
