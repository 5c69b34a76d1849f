package io.cachebridge.samples.custombackend;

import java.nio.file.Path;

import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class CustomBackendApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void asksServiceOnceInTwoRuns(CapturedOutput output) throws Exception {
		Coordinates first;
		try (ConfigurableApplicationContext application = run()) {
			first = application.getBean(Places.class).locate("Bakerstreet 221b, London");
		}
		try (ConfigurableApplicationContext application = run()) {
			assertThat(application.getBean(Places.class).locate("Bakerstreet 221b, London")).isEqualTo(first);
		}
		assertThat(output).containsOnlyOnce("Asking the service for Unter den Linden")
			.containsOnlyOnce("Asking the service for Bakerstreet");
	}

	@Test
	void asksServiceWhileFileCannotBeUsed(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext application = run()) {
			application.getBean(MVStore.class).close();
			assertThat(application.getBean(Places.class).locate("Bakerstreet 221b, London")).isNotNull();
		}
		assertThat(output).contains("Asking the service for Bakerstreet",
				"Backend 'mvstore' fails, its caches are bypassed until it works again");
	}

	private ConfigurableApplicationContext run() {
		return SpringApplication.run(CustomBackendApplication.class, "--places.delay=1ms",
				"--places.file=" + this.directory.resolve("places.db"));
	}

}
