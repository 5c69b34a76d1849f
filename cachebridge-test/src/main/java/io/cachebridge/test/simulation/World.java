package io.cachebridge.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.cachebridge.codec.Codecs;
import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;
import io.cachebridge.core.CacheSettings;
import io.cachebridge.core.CacheSettingsSource;
import io.cachebridge.core.CircuitBreakerStatus;
import io.cachebridge.core.LocalMode;
import io.cachebridge.core.LocalSettings;
import io.cachebridge.core.RemoteSettings;
import io.cachebridge.core.ValueTypes;
import io.cachebridge.spi.CacheBackend;

/**
 * Everything there is in one program.
 */
final class World {

	static final Duration LOCAL_TIME_TO_LIVE = Duration.ofMinutes(1);

	private static final Duration PATIENCE = Duration.ofDays(1);

	private static final int MUCH = 10_000;

	private static final String CACHE = "things";

	private static final String RECORDS = ":" + CACHE + ":";

	private static final String STAMP = ":" + CACHE + "#tags";

	private static final String TAGS = ":" + CACHE + "#tag:";

	private static final String STORE = "store";

	private static final Codecs CODECS = new Codecs(List.of(new Value.Codec()));

	final Dice dice;

	final Time time = new Time();

	final History history = new History(this.time);

	final Source source = new Source();

	final Fibers fibers;

	final Weather weather;

	final CommonStore store;

	final Network network;

	final CacheSettings settings;

	/** Rare in many programs, as a node whose time has jumped takes itself for deaf. */
	private final Duration heartbeat;

	private final int maximumPending;

	/** Whether a node has left the store alone for a time. */
	private volatile boolean storeLeftAlone;

	private final List<SimulatedNode> nodes = new ArrayList<>();

	private final List<Life> former = new ArrayList<>();

	World(long seed, Set<Fault> faults, CacheBackend backend, Workers workers) {
		this.dice = new Dice(seed);
		this.fibers = new Fibers(workers, this.dice);
		this.weather = new Weather(this.dice, faults);
		this.store = new CommonStore(backend);
		this.network = new Network(this);
		this.settings = settings(this.dice);
		this.heartbeat = this.dice.chance(0.3) ? Duration.ofSeconds(5) : Duration.ofMinutes(10);
		this.maximumPending = this.dice.chance(0.8) ? MUCH : this.dice.below(3);
		int count = 3 + this.dice.below(3);
		for (int number = 0; number < count; number++) {
			this.nodes.add(new SimulatedNode(this, number));
		}
	}

	private static CacheSettings settings(Dice dice) {
		CacheSettings usual = CacheSettings.builtIn(STORE);
		Duration timeToLive = dice.chance(0.8) ? Duration.ZERO : Duration.ofHours(1);
		return new CacheSettings(STORE, timeToLive, CacheSettings.NullValues.STORE, CacheSettings.OnError.BYPASS,
				dice.chance(0.9) ? CacheSettings.SingleFlight.NODE : CacheSettings.SingleFlight.NONE,
				usual.transaction(), new LocalSettings(LocalMode.ON, 10_000, LOCAL_TIME_TO_LIVE),
				new RemoteSettings(RemoteSettings.Fill.LEASED, Value.Codec.ID, usual.remote().onStoreRestart(),
						dice.chance(0.3) ? RemoteSettings.Write.ASYNC : RemoteSettings.Write.SYNC),
				dice.chance(0.9) ? PATIENCE : Duration.ZERO, usual.values(), usual.failSafe(), usual.refresh(),
				usual.expiry(), usual.loader());
	}

	/**
	 * Tells whether callers wait for the loads of others at all. If not, the engine gives
	 * up by a timer of the real time, which no program must depend on.
	 * @return {@code true} if they do
	 */
	boolean isPatient() {
		return !this.settings.followerTimeout().isZero();
	}

	List<SimulatedNode> nodes() {
		return this.nodes;
	}

	/**
	 * Starts a node.
	 * @param life its life
	 * @param clock its clock
	 * @param backplane its backplane
	 */
	void start(Life life, Time.WrongClock clock, NodeBackplane backplane) {
		Executor executor = (task) -> spawn(task, life);
		life.begin(CacheBridgeCacheManager
			.builder(allOf(this.settings), new BackendRegistry(List.of(), Map.of(STORE, new NodeStore(this, life))))
			.keyPrefix("")
			.codecs(CODECS, new ValueTypes((type) -> {
			}))
			.clock(clock)
			.ticker(this.time::nanos)
			.executor(executor)
			.heartbeat(this.heartbeat)
			.recovery(this.maximumPending, Duration.ZERO)
			.tasks(life.tasks(new SimulatedTasks(this, life)))
			.backplane(backplane)
			.listeners(List.of(new CacheEventListener() {

				@Override
				public void onCircuitBreaker(CircuitBreakerStatus status) {
					World.this.storeLeftAlone |= status.state() != CircuitBreakerStatus.State.CLOSED;
				}

			}))
			.build(), CACHE);
	}

	private void spawn(Runnable task, Life life) {
		this.fibers.spawn(() -> {
			task.run();
			// It may have waited last for a lock
			this.fibers.arrive();
		}, life, served());
	}

	// Whoever writes what is queued serves those who queued it, not who began it
	private @Nullable Operation served() {
		Fiber fiber = this.fibers.current();
		Operation served = (fiber != null && !fiber.isInBackground()) ? fiber.operation() : null;
		return (served != null && isAsync() && served.kind().isQueued()) ? null : served;
	}

	/**
	 * Tells whether the circuit breaker of a node has been open.
	 * @return {@code false} if the store was called all the time
	 */
	boolean wasStoreLeftAlone() {
		return this.storeLeftAlone;
	}

	/**
	 * Tells whether writes are queued.
	 * @return {@code true} if callers do not wait for them
	 */
	boolean isAsync() {
		return this.settings.remote().write() == RemoteSettings.Write.ASYNC;
	}

	/**
	 * Returns whose record a place in the store is.
	 * @param place the key in the store
	 * @return the key in the cache, {@code null} if it is that of all
	 */
	@Nullable String keyAt(String place) {
		return place.startsWith(RECORDS) ? place.substring(RECORDS.length()) : null;
	}

	/**
	 * Returns which tag's eviction a place in the store is for.
	 * @param place the key in the store
	 * @return the tag, empty if it is that of any, {@code null} if none
	 */
	@Nullable String tagAt(String place) {
		if (place.equals(STAMP)) {
			return "";
		}
		return place.startsWith(TAGS) ? place.substring(TAGS.length()) : null;
	}

	void buried(Life life) {
		this.former.add(life);
	}

	/**
	 * Releases what the nodes opened.
	 */
	void end() {
		this.former.forEach(Life::close);
		this.nodes.forEach((node) -> node.life().close());
	}

	private static CacheSettingsSource allOf(CacheSettings settings) {
		return new CacheSettingsSource() {

			@Override
			public Set<String> names() {
				return Set.of(CACHE);
			}

			@Override
			public CacheSettings find(String cache) {
				return settings;
			}

		};
	}

}
