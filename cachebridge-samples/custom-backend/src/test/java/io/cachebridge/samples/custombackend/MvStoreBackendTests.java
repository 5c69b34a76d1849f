package io.cachebridge.samples.custombackend;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;

/**
 * All that a backend promises.
 */
class MvStoreBackendTests extends CacheBackendContract {

	private static final String NAME = "mvstore";

	private final Deque<MVStore> files = new ArrayDeque<>();

	@TempDir
	private Path directory;

	@Override
	protected CacheBackend createBackend() {
		// As after a restart: one process, and one store in it, has the file
		this.files.forEach(MVStore::close);
		return new MvStoreBackend(NAME, open("caches.db"));
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		MVStore file = open("closed.db");
		MvStoreBackend backend = new MvStoreBackend(NAME, file);
		file.close();
		return backend;
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		this.files.getLast().openMap(NAME).put(key, bytes);
	}

	private MVStore open(String name) {
		MVStore file = new MVStore.Builder().fileName(this.directory.resolve(name).toString()).open();
		this.files.addLast(file);
		return file;
	}

	@AfterEach
	void closeFiles() {
		this.files.forEach(MVStore::close);
	}

}
