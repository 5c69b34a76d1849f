package io.cachebridge.test.simulation;

import java.time.Duration;
import java.util.function.Supplier;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

import io.cachebridge.spi.PutOutcome;

/**
 * What stands in the place of a means that a {@link BrokenEngine} lacks. The code becomes
 * part of the methods of the engine.
 */
@SuppressWarnings("UnusedVariable")
final class Missing {

	private Missing() {
	}

	/**
	 * A method that does nothing.
	 */
	static final class Nothing {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean skip() {
			return true;
		}

	}

	/**
	 * A method that returns nothing.
	 */
	static final class Answer {

		@Advice.OnMethodExit
		static void answer(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
			answer = null;
		}

	}

	/**
	 * A look for what is pending that does not see what is queued.
	 */
	static final class QueuedReading {

		@Advice.OnMethodExit
		static void answer(@Advice.This Object pending, @Advice.Argument(0) Object key,
				@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
			answer = MissingParts.isQueued(pending, key) ? null : answer;
		}

	}

	/**
	 * A turn that does not wait for others.
	 */
	static final class Turn {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean skip() {
			return true;
		}

		@Advice.OnMethodExit
		static void answer(@Advice.Argument(1) Supplier<?> write,
				@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
			answer = write.get();
		}

	}

	/**
	 * A method that returns {@code true}.
	 */
	static final class Always {

		@Advice.OnMethodExit
		static void answer(@Advice.Return(readOnly = false) boolean answer) {
			answer = true;
		}

	}

	/**
	 * A method that returns {@code false}.
	 */
	static final class Never {

		@Advice.OnMethodExit
		static void answer(@Advice.Return(readOnly = false) boolean answer) {
			answer = false;
		}

	}

	/**
	 * A fill that overwrites whatever is there.
	 */
	static final class Condition {

		@Advice.OnMethodExit
		static void overwrite(@Advice.This Object tier, @Advice.Argument(0) Object key, @Advice.Argument(2) Object next,
				@Advice.Return(readOnly = false) PutOutcome outcome) {
			outcome = MissingParts.overwritten(tier, key, next, outcome);
		}

	}

	/**
	 * An eviction by tag that changes the stamp last.
	 */
	static final class StampFirst {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean skip() {
			return true;
		}

		@Advice.OnMethodExit
		static void evict(@Advice.This Object tier, @Advice.Argument(0) String tag,
				@Advice.Return(readOnly = false) boolean stored) {
			stored = MissingParts.isEvictedStampLast(tier, tag);
		}

	}

	/**
	 * A write within which the log is raised only once.
	 */
	static final class WriteWithOneRaise {

		@Advice.OnMethodEnter
		static void begin() {
			MissingParts.RAISES.set(0);
		}

		@Advice.OnMethodExit(onThrowable = Throwable.class)
		static void end() {
			MissingParts.RAISES.remove();
		}

	}

	/**
	 * A raise that counts only once within a write.
	 */
	static final class SecondRaise {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean skip() {
			return MissingParts.isSecondRaise();
		}

	}

	/**
	 * A second raise after which the ticket of the first one still counts.
	 */
	static final class RaiseAfter {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean skip() {
			return MissingParts.isSecondRaise();
		}

		@Advice.OnMethodExit
		static void answer(@Advice.Argument(1) long first, @Advice.Enter boolean skipped,
				@Advice.Return(readOnly = false) long ticket) {
			ticket = skipped ? first : ticket;
		}

	}

	/**
	 * An epoch that stays known when something may have been missed.
	 */
	static final class SuspicionOfEpochs {

		@Advice.OnMethodExit
		static void answer(@Advice.FieldValue("log") Object log, @Advice.Argument(0) String name,
				@Advice.Argument(1) long ticket, @Advice.Return(readOnly = false) boolean untouched) {
			untouched = untouched || MissingParts.isTrusted(log, name, ticket);
		}

	}

	/**
	 * An open ticket that stays good when something may have been missed.
	 */
	static final class SuspicionOfTickets {

		@Advice.OnMethodExit
		static void answer(@Advice.This Object log, @Advice.Argument(0) String name, @Advice.Argument(1) long ticket,
				@Advice.Return(readOnly = false) boolean untouched) {
			untouched = untouched || MissingParts.isTrusted(log, name, ticket);
		}

	}

	/**
	 * An entry that is stamped with the time of its fill.
	 */
	static final class TicketOfEntries {

		@Advice.OnMethodEnter
		static void stamp(@Advice.FieldValue("log") Object log,
				@Advice.Argument(value = 3, readOnly = false) long ticket) {
			ticket = Math.max(ticket, (long) MissingParts.call(log, "ticket"));
		}

	}

	/**
	 * A local copy that stays good when something may have been missed.
	 */
	static final class SuspicionOfCopies {

		@Advice.OnMethodExit
		static void answer(@Advice.FieldValue("log") Object log, @Advice.FieldValue("ticker") Object ticker,
				@Advice.Argument(0) Object entry, @Advice.Return(readOnly = false) boolean live) {
			live = live || MissingParts.isLive(log, ticker, entry);
		}

	}

	/**
	 * A copy that lives for ever.
	 */
	static final class Deadline {

		@Advice.OnMethodExit
		static void extend(@Advice.Return(readOnly = false) Duration timeToLive) {
			timeToLive = Duration.ZERO;
		}

	}

}
