package io.cachebridge.test.simulation;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

import io.cachebridge.core.Ticker;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

/**
 * What {@link Missing} calls from within the engine, which has to be public.
 */
public final class MissingParts {

	/** How often the log was raised in the write that the thread is in. */
	public static final ThreadLocal<Integer> RAISES = new ThreadLocal<>();

	private MissingParts() {
	}

	public static boolean isSecondRaise() {
		Integer raises = (Worker.inTurn() != null) ? RAISES.get() : null;
		if (raises == null) {
			return false;
		}
		RAISES.set(raises + 1);
		return raises > 0;
	}

	public static PutOutcome overwritten(Object tier, Object key, Object next, PutOutcome outcome) {
		StoredRecord stored = (StoredRecord) next;
		if (outcome == null || outcome.applied() || stored.isReservation()) {
			return outcome;
		}
		return ((boolean) call(tier, "putAny", key, next)) ? PutOutcome.applied(stored) : null;
	}

	public static boolean isEvictedStampLast(Object tier, String tag) {
		Object epochs = field(tier, "epochs");
		return (boolean) call(epochs, "replace", tag) && (boolean) call(epochs, "replace", "\0");
	}

	public static boolean isQueued(Object pending, Object key) {
		return call(pending, "queued", call(key, "name")) != null;
	}

	public static boolean isTrusted(Object log, String name, long ticket) {
		AtomicLongArray notes = (AtomicLongArray) field(log, "notes");
		return !(boolean) field(log, "deaf") && all(log) <= ticket
				&& notes.get((int) call(log, "note", name)) <= ticket;
	}

	public static boolean isLive(Object log, Object ticker, Object entry) {
		return !(boolean) field(log, "deaf") && all(log) <= (long) field(entry, "ticket")
				&& !(boolean) call(entry, "isExpired", ((Ticker) ticker).read());
	}

	private static long all(Object log) {
		return ((AtomicLong) field(log, "all")).get();
	}

	private static Object field(Object target, String name) {
		try {
			Field field = target.getClass().getDeclaredField(name);
			field.setAccessible(true);
			return field.get(target);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static Object call(Object target, String name, Object... arguments) {
		try {
			Method method = Arrays.stream(target.getClass().getDeclaredMethods())
				.filter((candidate) -> candidate.getName().equals(name)
						&& candidate.getParameterCount() == arguments.length)
				.findFirst()
				.orElseThrow();
			method.setAccessible(true);
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			// The crash of a node, or a failure of its store
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
