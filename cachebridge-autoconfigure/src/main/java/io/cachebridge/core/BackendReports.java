package io.cachebridge.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;

/**
 * Tells listeners again and again how much the stores hold in which caches keep records.
 */
final class BackendReports {

	private static final Log logger = LogFactory.getLog(BackendReports.class);

	private final Map<String, Source> sources = new ConcurrentHashMap<>();

	/**
	 * Reports on a store from now on, unless that is done already.
	 * @param name the name of the backend
	 * @param backend the backend
	 * @param observer is told
	 */
	void include(String name, CacheBackend backend, CacheObserver observer) {
		this.sources.putIfAbsent(name, new Source(backend, observer));
	}

	void report() {
		this.sources
			.forEach((name, source) -> source.observer().backendReported(name, statistics(name, source.backend())));
	}

	private static BackendStatistics statistics(String name, CacheBackend backend) {
		try {
			return backend.statistics();
		}
		catch (RuntimeException ex) {
			logger.debug("Backend '%s' does not tell how much it holds".formatted(name), ex);
			return BackendStatistics.UNKNOWN;
		}
	}

	private record Source(CacheBackend backend, CacheObserver observer) {

	}

}
