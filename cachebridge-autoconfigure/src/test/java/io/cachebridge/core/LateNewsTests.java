package io.cachebridge.core;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.cachebridge.core.LateNews.Late;
import io.cachebridge.core.NodeMessage.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * News that wait for a transport that hangs.
 */
class LateNewsTests {

	private static final int MOST = 1000;

	private final List<Long> ended = new ArrayList<>();

	private final LateNews late = new LateNews((each) -> this.ended.add(each.number()));

	private int announcements;

	private void add(long number) {
		this.late.add(new Late(number, Kind.KEY, new CacheNews("things", "key " + number, false)),
				() -> this.announcements++);
	}

	@Test
	void whatThereIsNoRoomForIsMissing() {
		for (long number = 1; number <= MOST + 2; number++) {
			add(number);
		}
		assertThat(this.ended).containsExactly(MOST + 1L, MOST + 2L);
		List<Long> told = new ArrayList<>();
		this.late.tellAll((each) -> told.add(each.number()));
		assertThat(told).hasSize(MOST).isSorted();
		assertThat(this.ended).hasSize(MOST + 2);
	}

	@Test
	void isAnnouncedOnceUntilItIsTold() {
		add(1);
		add(2);
		assertThat(this.announcements).isOne();
		this.late.tellAll((each) -> {
		});
		add(3);
		assertThat(this.announcements).isEqualTo(2);
	}

	@Test
	void oneThatCannotBeToldIsMissingAndTheRestWaits() {
		add(1);
		add(2);
		assertThatIllegalStateException().isThrownBy(() -> this.late.tellAll((each) -> {
			throw new IllegalStateException();
		}));
		assertThat(this.ended).containsExactly(1L);
		this.late.tellAll((each) -> {
		});
		assertThat(this.ended).containsExactly(1L, 2L);
	}

	@Test
	void aClearThatWasMadeOutdatesAllOfItsCache() {
		add(1);
		add(2);
		this.late.withdraw(Kind.ALL, new CacheNews("others", "", true));
		this.late.withdraw(Kind.KEY, new CacheNews("things", "key 2", true));
		assertThat(this.ended).containsExactly(2L);
		this.late.withdraw(Kind.ALL, new CacheNews("things", "", true));
		assertThat(this.ended).containsExactly(2L, 1L);
	}

}
