package io.cachebridge.codec;

import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

import io.cachebridge.codecanary.Harmless;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what {@link ForyCodec} refuses, and what it makes of other versions of
 * classes.
 */
class ForyCodecRuleTests {

	private static final String POINT = "io.cachebridge.codec.Samples$Point";

	private static final ForyCodec CODEC = new ForyCodec(allowed(), List.of());

	private static TypeAllowList allowed() {
		TypeAllowList allowed = ForyCodecTests.allowed();
		Stream.of(ForyCodecRuleTests.class.getDeclaredClasses()).forEach(allowed::allow);
		return allowed;
	}

	static Stream<Object> refused() {
		class Local {

		}
		Runnable lambda = (Runnable & Serializable) () -> {
		};
		List<Object> self = new ArrayList<>();
		self.add(self);
		Samples.Bean cycle = new Samples.Bean();
		cycle.parent = cycle;
		return Stream.of(Named.named("not registered", new Harmless()), Named.named("anonymous class", new Object() {
		}), Named.named("local class", new Local()), Named.named("lambda", lambda),
				Named.named("proxy",
						java.lang.reflect.Proxy.newProxyInstance(ForyCodecRuleTests.class.getClassLoader(),
								new Class<?>[] { Runnable.class }, new ForyCodecSecurityTests.Handler())),
				Named.named("exception", new IllegalStateException("x")),
				Named.named("subclass of exception", new OwnException("x")), Named.named("class", String.class),
				Named.named("list with state", new NamedList()), Named.named("own serialization", new Hooked()),
				Named.named("replaced", new Replaced()), Named.named("list that holds itself", self),
				Named.named("cycle", cycle), Named.named("comparator", new java.util.TreeSet<>(new Reverse())),
				Named.named("identity map", new IdentityHashMap<>()),
				Named.named("queue", new java.util.PriorityQueue<>(List.of(1))), Named.named("thread", new Thread()),
				Named.named("field of a class that is not registered", new Samples.Page<>(List.of(new Harmless()), 1)),
				Named.named("array of something else", new Harmless[] { new Harmless() }));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWhatWouldNotComeBack(Object value) {
		for (Object whole : List.of(value, List.of(1, value), new Samples.Holder(null, null, null, value, null))) {
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(CodecException.class).isThrownBy(() -> CODEC.encode(whole, Object.class));
			}
		}
		assertThat(CODEC.decode(CODEC.encode("sound", Object.class), Object.class)).isEqualTo("sound");
	}

	@Test
	void namesTheClassThatIsNotRegisteredAndTheProperty() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> CODEC.encode(List.of(new Harmless(), 1), Object.class))
			.withMessageContaining("io.cachebridge.codecanary.Harmless")
			.withMessageContaining("cachebridge.codec.fory.classes");
	}

	@Test
	void storesClassesThatAreNamedWithThoseReachedFromThem() {
		ForyCodec codec = new ForyCodec(new TypeAllowList(List.of()), List.of(Samples.Customer.class.getName()));
		Object value = List.of(Samples.customer());
		assertThat(codec.decode(codec.encode(value, Object.class), Object.class)).isEqualTo(value);
	}

	@Test
	void rejectsNamesOfNoClass() {
		for (String name : List.of("com.acme.Gone", "java.lang.String", "", "io.cachebridge.codec")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new ForyCodec(new TypeAllowList(List.of()), List.of(name)))
				.withMessageContaining("cachebridge.codec.fory.classes")
				.withMessageContaining("'" + name + "'");
		}
	}

	@Test
	void storesATypeAsSoonAsItIsDeclared() {
		TypeAllowList allowed = new TypeAllowList(List.of("io.cachebridge.codec"));
		ForyCodec growing = new ForyCodec(allowed, List.of());
		Object value = new Samples.Point(1, 2);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> growing.encode(value, Object.class));
		byte[] bytes = CODEC.encode(value, Object.class);
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> growing.decode(bytes, Object.class));
		allowed.allow(Samples.Point.class);
		assertThat(growing.decode(bytes, Object.class)).isEqualTo(value);
		assertThat(growing.encode(value, Object.class)).isEqualTo(bytes);
	}

	@Test
	void readsWhatANodeWroteThatKnowsOtherClassesToo() {
		ForyCodec few = new ForyCodec(new TypeAllowList(List.of()), List.of(POINT));
		Object value = List.of(new Samples.Point(1, 2), new Samples.Point(3, 4));
		assertThat(few.decode(CODEC.encode(value, Object.class), Object.class)).isEqualTo(value);
		assertThat(few.encode(value, Object.class)).isEqualTo(CODEC.encode(value, Object.class));
	}

	@Test
	void givesBackElementsOfAnotherTypeThanDeclaredOrRefusesThem() {
		for (List<?> polluted : List.of(List.of(1L << 40), List.of("a"), List.of(1, 2L))) {
			Numbers value = new Numbers(as(polluted), 1);
			try {
				assertThat(CODEC.decode(CODEC.encode(value, Object.class), Object.class)).isEqualTo(value);
			}
			catch (CodecException ex) {
				assertThat(ex).hasMessageContaining("Numbers");
			}
		}
	}

	@Test
	void readsOlderAndNewerVersionsOfAClass() {
		assertThat(read(new WiderPoint(1, 2, "more"))).isEqualTo(new Samples.Point(1, 2));
		assertThat(read(new NarrowPoint(1))).isEqualTo(new Samples.Point(1, 0));
		assertThat(read(new SwappedPoint(2, 1))).isEqualTo(new Samples.Point(1, 2));
	}

	@Test
	void leavesVersionsOfAClassAloneThatAreTooManyAndReadsItsOwn() {
		ForyCodec codec = new ForyCodec(allowed(), List.of());
		byte[] own = codec.encode(new Samples.Point(1, 2), Object.class);
		List<byte[]> versions = IntStream.range(0, 12).mapToObj(ForyCodecRuleTests::version).toList();
		versions.subList(0, 10)
			.forEach((version) -> assertThat(codec.decode(version, Object.class)).isEqualTo(new Samples.Point(0, 0)));
		for (byte[] version : versions.subList(10, 12)) {
			assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> codec.decode(version, Object.class));
		}
		assertThat(codec.decode(own, Object.class)).isEqualTo(new Samples.Point(1, 2));
	}

	@Test
	void takesAConstantThatIsNotKnownForUnknown() {
		byte[] bytes = ForyBytes.of(List.of(NewColor.GREEN), Map.of(NewColor.class, Samples.Color.class.getName()));
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> CODEC.decode(bytes, Object.class));
	}

	@Test
	void findsConstantsByTheirNames() {
		byte[] bytes = ForyBytes.of(List.of(NewColor.RED), Map.of(NewColor.class, Samples.Color.class.getName()));
		assertThat(CODEC.decode(bytes, Object.class)).isEqualTo(List.of(Samples.Color.RED));
	}

	@Test
	void neverTakesAFieldForOneOfAnotherType() {
		byte[] bytes = ForyBytes.of(new TextPoint("one", "two"), Map.of(TextPoint.class, POINT));
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> CODEC.decode(bytes, Object.class));
	}

	@Test
	void refusesWhatIsNestedTooDeeplyToBeRead() {
		Object value = 1;
		for (int i = 0; i < 1000; i++) {
			value = new ArrayList<>(List.of(value));
		}
		Object nested = value;
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> CODEC.decode(CODEC.encode(nested, Object.class), Object.class));
	}

	@Test
	void servesManyThreadsAndInterruptedOnes() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(40);
		try {
			List<Callable<Object>> calls = IntStream.range(0, 2000).<Callable<Object>>mapToObj((i) -> () -> {
				if (i % 7 == 0) {
					Thread.currentThread().interrupt();
				}
				Object value = List.of(new Samples.Point(i, -i), Samples.customer(), "text " + i);
				Object back = CODEC.decode(CODEC.encode(value, Object.class), Object.class);
				Thread.interrupted();
				return back.equals(value);
			}).toList();
			for (Future<Object> result : threads.invokeAll(calls)) {
				assertThat(result.get()).isEqualTo(true);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void readsSoundBytesAfterManyThatAreNot() {
		byte[] sound = CODEC.encode(Samples.customer(), Object.class);
		for (int i = 0; i < 1000; i++) {
			byte[] other = ForyBytesOnce.of(i);
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> CODEC.decode(other, Object.class));
		}
		assertThat(CODEC.decode(sound, Object.class)).isEqualTo(Samples.customer());
	}

	// Bytes of a class with one field, whose name is another one for each number.
	private static byte[] version(int number) {
		ClassWriter writer = new ClassWriter(0);
		writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "io/cachebridge/codec/Version" + number, null, "java/lang/Object",
				null);
		writer.visitField(Opcodes.ACC_PUBLIC, "field" + number, "I", null, null).visitEnd();
		MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
		constructor.visitVarInsn(Opcodes.ALOAD, 0);
		constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
		constructor.visitInsn(Opcodes.RETURN);
		constructor.visitMaxs(1, 1);
		try {
			Class<?> type = MethodHandles.lookup().defineClass(writer.toByteArray());
			return ForyBytes.of(type.getConstructor().newInstance(), Map.of(type, POINT));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object read(Object written) {
		return CODEC.decode(ForyBytes.of(written, Map.of(written.getClass(), POINT)), Object.class);
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T> List<T> as(List<?> polluted) {
		return (List<T>) polluted;
	}

	record Numbers(List<Integer> numbers, int count) {

	}

	record WiderPoint(int x, int y, String more) {

	}

	record NarrowPoint(int x) {

	}

	record SwappedPoint(int y, int x) {

	}

	record TextPoint(String x, String y) {

	}

	enum NewColor {

		GREEN, RED

	}

	static final class OwnException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		OwnException(String message) {
			super(message);
		}

	}

	static final class NamedList extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

		String name = "n";

	}

	static final class Reverse implements java.util.Comparator<Object>, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public int compare(Object one, Object other) {
			return Integer.compare(other.hashCode(), one.hashCode());
		}

		private Object readResolve() {
			return this;
		}

	}

	static final class Hooked implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) {
		}

	}

	static final class Replaced implements Serializable {

		private static final long serialVersionUID = 1L;

		@Nullable String name;

		private Object writeReplace() {
			return "other";
		}

	}

	/**
	 * Bytes of a class with ever other fields that none has.
	 */
	private static final class ForyBytesOnce {

		private static final byte[] SOUND = CODEC.encode(Samples.customer(), Object.class);

		private ForyBytesOnce() {
		}

		static byte[] of(int number) {
			byte[] bytes = java.util.Arrays.copyOf(SOUND, SOUND.length - 1 - number % 50);
			bytes[3 + number % 100] ^= (byte) (1 + number % 255);
			return bytes;
		}

	}

}
