package io.cachebridge.backend.consul;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TransactionOutcomeTests {

	@Test
	void isNotDoneIfAnyOperationHasFailed() {
		assertThat(TransactionOutcome.failed(Set.of(1)).isDone()).isFalse();
	}

	@Test
	void isNoFailureWithoutAnOperationThatHasFailed() {
		assertThatIllegalArgumentException().isThrownBy(() -> TransactionOutcome.failed(Set.of()));
	}

}
