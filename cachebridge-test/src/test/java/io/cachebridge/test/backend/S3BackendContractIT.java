package io.cachebridge.test.backend;

import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.S3ServerFixture;

class S3BackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final S3ServerFixture server = S3ServerFixture.shared();

	static final S3Store store = new S3Store(server, "cachebridge-contract");

	@RegisterExtension
	static final ConfiguredBackends backends = store.backends("create-bucket=true", "timeout=30s", "parallelism=8");

	@RegisterExtension
	static final ConfiguredBackends away = S3Store.with(S3BackendContractIT::nowhere);

	static List<String> nowhere() {
		return List.of("test.s3.endpoint=http://127.0.0.1:1", "test.s3.access-key=any", "test.s3.secret-key=any",
				"cachebridge.s3.bucket=any-bucket", "cachebridge.s3.compare-and-set=enabled");
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("s3");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("s3");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		store.plant(key, bytes);
	}

	@Test
	@Override
	public void appliesOneOfManyWritesOverTheSameRecord() throws Exception {
		requiresAtomicIfMatch();
		super.appliesOneOfManyWritesOverTheSameRecord();
	}

	@Test
	@Override
	public void losesNoUpdate() throws Exception {
		requiresAtomicIfMatch();
		super.losesNoUpdate();
	}

	@Test
	@Override
	public void keepsNoFillBesideAnEvict() throws Exception {
		requiresAtomicIfMatch();
		super.keepsNoFillBesideAnEvict();
	}

	@Test
	@Override
	public void countsEveryAdditionOnce() throws Exception {
		requiresAtomicIfMatch();
		super.countsEveryAdditionOnce();
	}

	@Test
	@Override
	public void givesEachOfManyAdditionsAValueOfItsOwn() throws Exception {
		requiresAtomicIfMatch();
		super.givesEachOfManyAdditionsAValueOfItsOwn();
	}

	private void requiresAtomicIfMatch() {
		Assumptions.assumeFalse(server.isBuiltIn(), "S3Proxy compares If-Match and writes in two steps, unlike S3");
	}

}
