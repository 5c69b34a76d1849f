package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A backend says what it can do and how it is, and can be closed.
 */
interface LifecycleContract extends BackendUnderTest {

	@Test
	default void isUp() {
		BackendHealth health = backend().health();
		assertThat(health.status()).isEqualTo(BackendHealth.Status.UP);
		assertThat(health.latency()).isGreaterThanOrEqualTo(Duration.ZERO);
		assertThat(health.details()).doesNotContainValue(null);
	}

	@Test
	default void tellsTheSameCapabilitiesAlways() {
		Set<Capability> first = EnumSet.noneOf(Capability.class);
		first.addAll(backend().capabilities());
		write(key("a"), stored("content"));
		assertThat(backend().capabilities()).isEqualTo(first);
	}

	@Test
	default void doesNotLetCapabilitiesBeChanged() {
		Set<Capability> capabilities = backend().capabilities();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> capabilities.add(Capability.CONDITIONAL_PUT));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(capabilities::clear);
	}

	@Test
	default void doesNotOfferConditionalPutUndeclared() {
		assertUnsupported(Capability.CONDITIONAL_PUT, () -> backend().putIf(key("a"), null, stored("content")));
	}

	@Test
	default void doesNotOfferEnumerationUndeclared() {
		assertUnsupported(Capability.ENUMERATION, () -> backend().keys(prefix()).close());
		assertUnsupported(Capability.ENUMERATION, () -> backend().deleteByPrefix(prefix()));
	}

	@Test
	default void doesNotOfferCounterUndeclared() {
		assertUnsupported(Capability.COUNTER, () -> backend().increment(key("a"), 1, null));
	}

	@Test
	default void tellsHowMuchItHolds() {
		write(key("a"), stored("content"));
		write(key("b"), stored("content"));
		Pruning.everything(backend(), Instant.now());
		BackendStatistics statistics = backend().statistics();
		Assumptions.assumeTrue(statistics.entries() != null || statistics.bytes() != null, "the store tells nothing");
		if (statistics.entries() != null) {
			assertThat(statistics.entries()).isGreaterThanOrEqualTo(2);
		}
		if (statistics.bytes() != null) {
			assertThat(statistics.bytes()).isGreaterThanOrEqualTo(2L * "content".length());
		}
	}

	@Test
	default void tellsTheSameIncarnationWhileTheStoreLives() {
		String incarnation = backend().incarnation();
		write(key("a"), stored("content"));
		assertThat(backend().incarnation()).isEqualTo(incarnation);
	}

	@Test
	default void closesTwice() {
		write(key("a"), stored("content"));
		assertThatCode(() -> {
			backend().close();
			backend().close();
		}).doesNotThrowAnyException();
	}

	private void assertUnsupported(Capability capability, ThrowingCallable operation) {
		Assumptions.assumeFalse(backend().capabilities().contains(capability), () -> capability + " is declared");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(operation)
			.withMessageContaining(capability.name());
	}

}
