package io.cachebridge.spi.support;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CompareAndSetProbeTests {

	private final Place place = new Place();

	@Test
	void findsThatConditionsAreKept(CapturedOutput output) {
		assertThat(succeeds()).isTrue();
		assertThat(this.place.held).isNull();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void findsStoreThatWritesWhateverIsThere(CapturedOutput output) {
		this.place.ignoresAll = true;
		assertThat(succeeds()).isFalse();
		assertThat(this.place.held).isNull();
		assertThat(output).contains("backend 'shop'").contains("'cachebridge.test.compare-and-set' to 'disabled'");
	}

	@Test
	void findsStoreThatWritesOverWhatWasNotSeen() {
		this.place.ignoresTags = true;
		assertThat(succeeds()).isFalse();
	}

	@Test
	void findsStoreThatRefusesAndWritesAllTheSame() {
		this.place.writesWhatItRefuses = true;
		assertThat(succeeds()).isFalse();
	}

	@Test
	void findsStoreThatWritesOverNothing() {
		this.place.writesOverNothing = true;
		assertThat(succeeds()).isFalse();
	}

	@Test
	void findsTagsThatDoNotTellRecordsApart() {
		this.place.tagIsSize = true;
		assertThat(succeeds()).isFalse();
	}

	@Test
	void findsStoreThatTellsNoTags() {
		this.place.tellsNoTag = true;
		assertThat(succeeds()).isFalse();
	}

	@Test
	void takesStoreThatIsAwayNotToKeepThem(CapturedOutput output) {
		this.place.away = true;
		assertThat(succeeds()).isFalse();
		assertThat(output).contains("'cachebridge.test.compare-and-set' to 'enabled' or 'disabled'").contains("away");
	}

	private boolean succeeds() {
		StoreCalls calls = new StoreCalls("shop",
				(backend, operation, key, failure) -> new BackendUnavailableException(backend, operation,
						String.valueOf(failure.getMessage()), null));
		return new CompareAndSetProbe(calls, "cachebridge.test", this.place).succeeds();
	}

	private static final class Place implements CompareAndSetProbe.Subject {

		private @Nullable StoredRecord held;

		private boolean away;

		private boolean ignoresAll;

		private boolean ignoresTags;

		private boolean writesWhatItRefuses;

		private boolean writesOverNothing;

		private boolean tagIsSize;

		private boolean tellsNoTag;

		@Override
		public @Nullable StoredRecord get() {
			requireThere();
			StoredRecord current = this.held;
			return (current != null) ? current.withToken(tag(current)) : null;
		}

		@Override
		public boolean put(StoredRecord next, @Nullable Object tag) {
			requireThere();
			boolean holds = this.ignoresAll || isTrue(tag);
			if (holds || this.writesWhatItRefuses) {
				this.held = next;
			}
			return holds;
		}

		private boolean isTrue(@Nullable Object tag) {
			StoredRecord current = this.held;
			if (tag == null) {
				return current == null;
			}
			return (current != null) ? this.ignoresTags || tag.equals(tag(current)) : this.writesOverNothing;
		}

		private @Nullable Object tag(StoredRecord stored) {
			return this.tellsNoTag ? null : this.tagIsSize ? "25" : stored.version();
		}

		@Override
		public void delete() {
			requireThere();
			this.held = null;
		}

		private void requireThere() {
			if (this.away) {
				throw new IllegalStateException("away");
			}
		}

	}

}
