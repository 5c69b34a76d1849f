package io.cachebridge.test;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one instance writes, other instances on the same store see, and later ones too.
 */
interface SharingContract extends BackendUnderTest {

	@Test
	default void showsWritesToOtherInstances() throws Exception {
		requires(Capability.SHARED);
		CacheBackend other = anotherInstance();
		StoredRecord written = write(key("a"), stored("content"));
		StoredRecord reserved = write(key("b"), reservation());
		assertThat(other.get(key("a"))).isEqualTo(written);
		assertThat(other.getAll(List.of(key("a"), key("b")))).containsEntry(key("b"), reserved);
		StoredRecord overwritten = write(key("a"), stored("changed"));
		assertThat(other.get(key("a"))).isEqualTo(overwritten);
		remove(key("a"));
		assertThat(other.get(key("a"))).isNull();
	}

	@Test
	default void isSharedWhereItIsRemote() {
		requires(Capability.REMOTE);
		assertThat(backend().capabilities()).contains(Capability.SHARED);
	}

	@Test
	default void comparesAgainstWritesOfOtherInstances() throws Exception {
		requires(Capability.SHARED);
		requires(Capability.CONDITIONAL_PUT);
		CacheBackend other = anotherInstance();
		StoredRecord held = write(key("a"), stored("held"));
		assertThat(other.putIf(key("a"), null, stored("next"))).isEqualTo(PutOutcome.refused(held));
		StoredRecord next = stored("next");
		assertThat(other.putIf(key("a"), backend().get(key("a")), next)).isEqualTo(PutOutcome.applied(next));
		assertThat(backend().putIf(key("a"), held, stored("late"))).isEqualTo(PutOutcome.refused(next));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void countsTogetherWithOtherInstances() throws Exception {
		requires(Capability.SHARED);
		requires(Capability.COUNTER);
		CacheBackend other = anotherInstance();
		backend().increment(key("a"), 5, null);
		assertThat(other.increment(key("a"), 1, null)).isEqualTo(6);
	}

	@Test
	default void keepsRecordsWhenInstanceIsClosed() throws Exception {
		requires(Capability.DURABLE);
		StoredRecord written = write(key("a"), stored("content"));
		backend().close();
		assertThat(anotherInstance().get(key("a"))).isEqualTo(written);
	}

}
