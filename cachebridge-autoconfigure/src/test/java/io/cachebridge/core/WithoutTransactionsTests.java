package io.cachebridge.core;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An application that has no {@code spring-tx}.
 */
class WithoutTransactionsTests {

	private final Isolation isolation = new Isolation();

	@AfterEach
	void close() throws IOException {
		this.isolation.close();
	}

	@Test
	void cachesWork() throws Exception {
		assertThat(run(UsesCaches.class)).isEqualTo("value");
	}

	@Test
	void aCacheThatWaitsForCommitsSaysWhatIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> run(WaitsForCommits.class))
			.withMessage("Cache 'things' waits for commits, which needs spring-tx");
	}

	private Object run(Class<? extends Callable<Object>> program) throws Exception {
		Class<?> isolated = this.isolation.loadClass(program.getName());
		assertThat(isolated).isNotSameAs(program);
		ClassLoader own = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(this.isolation);
		try {
			return ((Callable<?>) BeanUtils.instantiateClass(isolated)).call();
		}
		finally {
			Thread.currentThread().setContextClassLoader(own);
		}
	}

	static final class UsesCaches implements Callable<Object> {

		@Override
		public Object call() {
			try (Cluster cluster = new Cluster(Shape.TIERED);
					Application application = new Application(cluster.node(0),
							AfterCommitAnnotationTests.Things.class)) {
				cluster.cache().put("key", "old");
				cluster.cache().evict("key");
				cluster.cache().clear();
				return application.get(AfterCommitAnnotationTests.Things.class).conditional("key", () -> "value");
			}
		}

	}

	static final class WaitsForCommits implements Callable<Object> {

		@Override
		public Object call() {
			try (Cluster cluster = new Cluster(Shape.LOCAL)) {
				cluster.settings.transaction = CacheSettings.Transaction.AFTER_COMMIT;
				return cluster.cache();
			}
		}

	}

	/**
	 * Loads everything anew, except for what is not to be there.
	 */
	private static final class Isolation extends URLClassLoader {

		Isolation() {
			super(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map(Isolation::url)
				.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
		}

		private static URL url(String path) {
			try {
				return Path.of(path).toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("org.springframework.transaction.")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
