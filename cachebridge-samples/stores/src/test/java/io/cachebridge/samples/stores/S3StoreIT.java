package io.cachebridge.samples.stores;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.S3ServerFixture;

class S3StoreIT extends StoreContract {

	@RegisterExtension
	static final S3ServerFixture server = S3ServerFixture.shared();

	S3StoreIT() {
		super("s3");
	}

	@Override
	protected List<String> properties() {
		return List.of("local.endpoint=" + server.endpoint(), "local.access-key=" + server.accessKey(),
				"local.secret-key=" + server.secretKey(), "cachebridge.s3.timeout=30s");
	}

}
