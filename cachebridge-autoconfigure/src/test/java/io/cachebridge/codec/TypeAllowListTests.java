package io.cachebridge.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TypeAllowList}.
 */
class TypeAllowListTests {

	private final TypeAllowList list = new TypeAllowList(List.of("com.acme"));

	@ParameterizedTest
	@ValueSource(strings = { "com.acme", "com.acme.X", "com.acme.sub.Y$Z", "com.acme$Nested", "java.lang.String",
			"java.util.ArrayList", "java.time.Instant" })
	void allowsPackagesAndTypesOfTheJdk(String name) {
		assertThat(this.list.allows(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.acmeevil.X", "com.acm", "com", "xcom.acme.X", "[Lcom.acme.X;", "Lcom.acme.X;",
			"java.net.URL", "java.util.PriorityQueue", "java.lang.ProcessBuilder", "",
			"io.cachebridge.codec.JsonCodec" })
	void allowsNothingElse(String name) {
		assertThat(this.list.allows(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "com.acme.", ".com", "com..acme", "com.acme.*", "*", "java", "java.util",
			"javax.swing", "jdk", "sun.misc", "com.sun", "com/acme" })
	void rejectsWhatIsNoPackageOfAnApplication(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TypeAllowList(List.of(name)))
			.withMessageContaining("cachebridge.codec.allowed-packages")
			.withMessageContaining("'" + name.strip() + "'");
	}

	@Test
	@SuppressWarnings("GetClassOnEnum")
	void allowsWhatCanBeReachedFromADeclaredType() throws NoSuchMethodException {
		this.list.allow(TypeAllowListTests.class.getDeclaredMethod("declared").getGenericReturnType());
		assertThat(List.of(Root.class, Component.class, Element.class, Parent.class, InParent.class, Bounded.class,
				Permitted.class, Sealed.class, Kind.class, Kind.SECOND.getClass()))
			.allMatch((type) -> this.list.allows(type.getName()));
		assertThat(
				List.of(NotReached.class, OnlyTransient.class, OnlyStatic.class, CompletableFuture.class, Thread.class))
			.noneMatch((type) -> this.list.allows(type.getName()));
	}

	@Test
	void keepsWhatWasAllowedWhenMoreIs() {
		this.list.allow(Element.class);
		this.list.allow(Component.class);
		assertThat(this.list.allows(Element.class.getName())).isTrue();
		assertThat(this.list.allows(Component.class.getName())).isTrue();
	}

	@Test
	void losesNothingWhenSeveralThreadsAllow() throws InterruptedException {
		List<Class<?>> types = List.of(Element.class, Component.class, InParent.class, Bounded.class, NotReached.class,
				OnlyStatic.class);
		List<Thread> threads = new ArrayList<>();
		types.forEach((type) -> threads.add(new Thread(() -> this.list.allow(type))));
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(types).allMatch((type) -> this.list.allows(type.getName()));
	}

	@Nullable CompletableFuture<Map<String, List<? extends Root<Element>>>> declared() {
		return null;
	}

	static class Parent {

		@Nullable InParent inParent;

	}

	static final class Root<T extends Bounded> extends Parent {

		private static @Nullable OnlyStatic hidden;

		Component @Nullable [] components;

		@Nullable Sealed sealed;

		@Nullable Thread thread;

		transient @Nullable OnlyTransient skipped;

		@Nullable T generic;

		@Nullable OnlyStatic hidden() {
			return hidden;
		}

	}

	record Component(Kind kind) {

	}

	static class Bounded {

	}

	static final class Element extends Bounded {

	}

	record InParent() {

	}

	sealed interface Sealed {

	}

	record Permitted() implements Sealed {

	}

	enum Kind {

		FIRST, SECOND {

			@Override
			int number() {
				return 2;
			}

		};

		int number() {
			return 1;
		}

	}

	record NotReached() {

	}

	record OnlyTransient() {

	}

	record OnlyStatic() {

	}

}
