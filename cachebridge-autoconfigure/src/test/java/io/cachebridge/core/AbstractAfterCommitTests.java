package io.cachebridge.core;

import org.junit.jupiter.api.AfterEach;

/**
 * Two nodes whose caches wait for commits, and a database.
 */
abstract class AbstractAfterCommitTests {

	final Background background = new Background();

	final Database database = new Database();

	Cluster cluster = new Cluster(Shape.LOCAL);

	CacheBridgeCache cache;

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
		this.database.close();
	}

	void start(Shape shape) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		start();
	}

	void start() {
		this.cluster.settings.transaction = CacheSettings.Transaction.AFTER_COMMIT;
		this.cache = this.cluster.cache();
	}

}
