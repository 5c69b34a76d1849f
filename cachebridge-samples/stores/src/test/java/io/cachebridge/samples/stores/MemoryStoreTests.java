package io.cachebridge.samples.stores;

import java.util.List;

class MemoryStoreTests extends StoreContract {

	MemoryStoreTests() {
		super("memory");
	}

	@Override
	protected List<String> properties() {
		return List.of();
	}

	@Override
	protected int callsAfterRestart() {
		return 2;
	}

}
