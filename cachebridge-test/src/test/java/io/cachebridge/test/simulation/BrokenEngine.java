package io.cachebridge.test.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.springframework.util.Assert;

/**
 * The engine without one of its means: a second copy of all classes of this library, of
 * which some methods were replaced. The simulation is part of the copy.
 */
final class BrokenEngine extends ClassLoader {

	private static final String LIBRARY = "io.cachebridge.";

	private static final String CORE = "io.cachebridge.core.";

	private final ClassFileLocator files = ClassFileLocator.ForClassLoader.of(getParent());

	private final Map<String, List<AsmVisitorWrapper>> replaced = new HashMap<>();

	private BrokenEngine() {
		super(BrokenEngine.class.getClassLoader());
	}

	static BrokenEngine whole() {
		return new BrokenEngine();
	}

	static BrokenEngine without(Means means) {
		BrokenEngine engine = new BrokenEngine();
		means.breakIn(engine);
		return engine;
	}

	/**
	 * Replaces code of the engine.
	 * @param type the simple name of the class
	 * @param advice the code
	 * @param methods the methods
	 */
	BrokenEngine with(String type, Class<?> advice, String... methods) {
		Set<String> known = methods(type);
		for (String method : methods) {
			Assert.state(known.contains(method), () -> "There is no method '%s' in %s".formatted(method, type));
		}
		AsmVisitorWrapper change = Advice.to(advice).on(ElementMatchers.namedOneOf(methods));
		this.replaced.computeIfAbsent(CORE + type, (unused) -> new ArrayList<>()).add(change);
		return this;
	}

	private Set<String> methods(String type) {
		try {
			Class<?> sound = Class.forName(CORE + type, false, getParent());
			return Arrays.stream(sound.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Plays programs until one breaks the contract.
	 * @param from the seed of the first one
	 * @param programs how many to play at most
	 * @return the story of the first violation, empty if there is none
	 */
	String play(long from, long programs) throws ReflectiveOperationException {
		Method play = Class.forName(Playing.class.getName(), true, this)
			.getDeclaredMethod("play", long.class, long.class);
		play.setAccessible(true);
		return (String) play.invoke(null, from, programs);
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(LIBRARY)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}
	}

	private Class<?> define(String name) throws ClassNotFoundException {
		byte[] code = code(name);
		return defineClass(name, code, 0, code.length);
	}

	private byte[] code(String name) throws ClassNotFoundException {
		List<AsmVisitorWrapper> changes = this.replaced.get(name);
		if (changes != null) {
			return changed(name, changes).getBytes();
		}
		try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (code == null) {
				throw new ClassNotFoundException(name);
			}
			return code.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private DynamicType.Unloaded<?> changed(String name, List<AsmVisitorWrapper> changes) {
		TypeDescription type = TypePool.Default.of(this.files).describe(name).resolve();
		return new ByteBuddy().with(TypeValidation.DISABLED)
			.redefine(type, this.files)
			.visit(new AsmVisitorWrapper.Compound(changes))
			.make();
	}

	/**
	 * What is called in the copy.
	 */
	static final class Playing {

		private Playing() {
		}

		static String play(long from, long programs) {
			return CoherenceSimulation.programs(programs).from(from).find().map(Throwable::getMessage).orElse("");
		}

	}

}
