package io.cachebridge.test;

import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.Events;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

import io.cachebridge.spi.CacheBackend;

/**
 * Proves that the contract fails where a backend is wrong, and by which test.
 */
class CacheBackendContractDefectTests {

	private static Supplier<CacheBackend> backend = StoreToSpoil::new;

	static Stream<Arguments> defects() {
		return Stream.of(defect(DefectiveBackends.KnowsOnlySeconds::new, "keepsExpiryToTheMillisecond"),
				defect(DefectiveBackends.DropsEarly::new, "neverDropsRecordBeforeItsExpiry"),
				defect(DefectiveBackends.KeepsExpiryOfPredecessor::new, "keepsRecordThatNeverExpires"),
				defect(DefectiveBackends.IgnoresExpiredRecords::new, "replacesLivingRecordByExpiredOne"),
				defect(DefectiveBackends.TakesEmptyForReservation::new, "keepsEmptyContentApartFromReservation"),
				defect(DefectiveBackends.CountsReservations::new, "removesReservationAndDoesNotCountIt"),
				defect(DefectiveBackends.IgnoresCase::new, "keepsHostileKeysApart"),
				defect(DefectiveBackends.CutsLongKeys::new, "holdsLongKeysApart"),
				defect(DefectiveBackends.ListsByPattern::new, "takesWildcardsInPrefixLiterally"),
				defect(DefectiveBackends.ListsByPattern::new, "takesWildcardsLiterallyWhenDeletingByPrefix"),
				defect(DefectiveBackends.ListsOnePage::new, "listsSeveralPagesAndReadsThemLazily"),
				defect(DefectiveBackends.ListsOnePage::new, "deletesByPrefixAndLeavesNeighbours"),
				defect(DefectiveBackends.ReadsOnePage::new, "writesAndReadsMoreThanAStoreTakesAtOnce"),
				defect(DefectiveBackends.ReadsThenWrites::new, "appliesOneOfManyWritesOverNothing"),
				defect(DefectiveBackends.ReadsThenWrites::new, "losesNoUpdate"),
				defect(DefectiveBackends.ComparesExpiry::new, "takesNoNoticeOfExpiryWhenComparing"),
				defect(DefectiveBackends.RefusesWithoutCurrent::new, "refusesOverRecordIfNothingWasSeen"),
				defect(DefectiveBackends.OverwritesReservations::new, "refusesOverReservationIfNothingWasSeen"),
				defect(DefectiveBackends.FillsAfterEvict::new, "refusesFillAfterReservationWasDeleted"),
				defect(DefectiveBackends.FillsAfterEvict::new, "keepsNoFillBesideAnEvict"),
				defect(DefectiveBackends.CountsNotAtomically::new, "countsEveryAdditionOnce"),
				defect(DefectiveBackends.RenewsCounters::new, "startsCounterAgainWhenItsTimeIsOver"),
				defect(DefectiveBackends.PrunesTheLiving::new, "prunesWhatExpiredAndNothingElse"),
				defect(DefectiveBackends.PrunesNothing::new, "prunesAllThatExpiredInBatches"),
				defect(DefectiveBackends.HandsOutItsCapabilities::new, "doesNotLetCapabilitiesBeChanged"),
				defect(DefectiveBackends.OffersWhatItDoesNotDeclare::new, "doesNotOfferConditionalPutUndeclared"),
				defect(DefectiveBackends.OffersWhatItDoesNotDeclare::new, "doesNotOfferEnumerationUndeclared"),
				defect(DefectiveBackends.IsDown::new, "isUp"),
				defect(DefectiveBackends.ClosesOnce::new, "closesTwice"));
	}

	private static Arguments defect(Supplier<CacheBackend> backend, String test) {
		return Arguments.of(backend.get().getClass().getSimpleName(), backend, test);
	}

	@ParameterizedTest(name = "{0} fails {2}")
	@MethodSource("defects")
	void failsForDefect(String name, Supplier<CacheBackend> defective, String test) {
		run(defective, test).assertStatistics((statistics) -> statistics.started(1).failed(1));
		run(StoreToSpoil::new, test).assertStatistics((statistics) -> statistics.started(1).failed(0));
	}

	@Test
	void skipsAloudWhatIsNotDeclared() {
		run(DefectiveBackends.OffersWhatItDoesNotDeclare::new, "losesNoUpdate").aborted()
			.assertEventsMatchExactly(EventConditions.abortedWithReason(TestExecutionResultConditions
				.message((message) -> message.contains("does not declare CONDITIONAL_PUT"))));
	}

	private static Events run(Supplier<CacheBackend> supplier, String test) {
		backend = supplier;
		return EngineTestKit.engine("junit-jupiter")
			.selectors(DiscoverySelectors.selectMethod(Contract.class, test))
			.execute()
			.testEvents();
	}

	/**
	 * The contract as anybody extends it.
	 */
	static class Contract extends CacheBackendContract {

		private final CacheBackend shared = backend.get();

		@Override
		protected CacheBackend createBackend() {
			return this.shared;
		}

	}

}
