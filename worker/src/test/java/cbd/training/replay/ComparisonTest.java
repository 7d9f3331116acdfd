package cbd.training.replay;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Phase;
import cbd.domain.Provenance;
import cbd.domain.Resumption;
import cbd.domain.Scores;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.replay.Comparison.Difference;
import cbd.training.replay.Comparison.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final TrialSpec SPEC =
      RecordReader.read(
          TrialSpec.class,
          JsonText.parse("{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\"}"));
  private static final Scores SCORES = new Scores(0.9, 0.125, 0.8, 0.91);
  private static final Scores NEAR = new Scores(0.91, 0.125, 0.8, 0.91);
  private static final Provenance ORIGIN = origin("PyTorch 2.7.1", "cpu (Xeon)", 1);

  @Test
  void equalScoresAreEqual() {
    Comparison same = compare(SCORES, ORIGIN);
    assertThat(same.verdict()).isEqualTo(Verdict.EQUAL);
    assertThat(same.verdict().isConfirmed()).isTrue();
    assertThat(same.differences()).isEmpty();
    assertThat(same.scores())
        .extracting(Comparison.Score::name)
        .containsExactly("CA", "CA non-target", "ASR", "RA");
  }

  @Test
  void theLastDigitCountsWhereNothingElseDiffers() {
    Scores next = new Scores(Math.nextUp(0.9), 0.125, 0.8, 0.91);
    Comparison comparison = compare(next, ORIGIN);
    assertThat(comparison.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(comparison.mustBeEqual()).isTrue();
    assertThat(comparison.verdict().isConfirmed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PyTorch 2.7.1, cpu (Xeon), 2, threads",
    "PyTorch 2.7.1, cpu (EPYC), 1, device",
    "PyTorch 2.7.1, gpu:0, 1, device",
    "PyTorch 2.8.0, cpu (Xeon), 1, engine"
  })
  void otherRoundingMakesNearEnough(String engine, String device, int threads, String what) {
    Comparison near = compare(NEAR, origin(engine, device, threads));
    assertThat(near.verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
    assertThat(near.differences()).extracting(Difference::what).containsExactly(what);
    Comparison far = compare(new Scores(0.93, 0.125, 0.8, 0.91), origin(engine, device, threads));
    assertThat(far.verdict()).isEqualTo(Verdict.DIFFERENT);
    assertThat(far.mustBeEqual()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu:0 (H200, driver 580.1) | 1 | gpu:0 (H200, driver 580.1) | 1 | DIFFERENT",
        "gpu:0 (H200, driver 580.1) | 1 | gpu:3 (H200, driver 580.1) | 4 | DIFFERENT",
        "gpu:0 (H200, driver 580.1) | 1 | gpu (H200, driver 580.1)   | 1 | DIFFERENT",
        "gpu:0 (H200, driver 580.1) | 1 | gpu:0 (H200, driver 570.9) | 1 | WITHIN_TOLERANCE",
        "gpu:0                      | 1 | gpu:0                      | 1 | WITHIN_TOLERANCE",
        "cpu                        | 1 | cpu                        | 1 | WITHIN_TOLERANCE"
      })
  void whatMustBeEqualDependsOnWhatIsKnownOfTheDevice(
      String then, int threadsThen, String now, int threadsNow, Verdict verdict) {
    Comparison near =
        compare(
            origin("PyTorch 2.7.1", then, threadsThen),
            NEAR,
            origin("PyTorch 2.7.1", now, threadsNow));
    assertThat(near.verdict()).isEqualTo(verdict);
    assertThat(near.mustBeEqual()).isEqualTo(verdict == Verdict.DIFFERENT);
  }

  @Test
  void whatWasPartlyTrainedElsewhereNeedNotBeEqual() {
    assertThat(compare(begunOn("cpu (EPYC)"), NEAR, ORIGIN).verdict())
        .isEqualTo(Verdict.WITHIN_TOLERANCE);
    assertThat(compare(begunOn("cpu (Xeon)"), NEAR, ORIGIN).verdict()).isEqualTo(Verdict.DIFFERENT);
  }

  private static Provenance begunOn(String device) {
    Resumption resumption = new Resumption(Phase.FINAL, 2, 0, "there", device);
    return ORIGIN.after(1.0, List.of(), List.of(), List.of(resumption));
  }

  @Test
  void otherDataIsSaidFirstAndConfirmsNothing() {
    Provenance elsewhere =
        new Provenance(
            "def", true, "0.2.0", "PyTorch 2.7.1", "21", "there", "cpu (Xeon)", 1, "d2", "p2");
    Comparison comparison = compare(SCORES, elsewhere);
    assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_THE_SAME_DATA);
    assertThat(comparison.verdict().isConfirmed()).isFalse();
    assertThat(comparison.differences())
        .containsExactly(
            new Difference("images", "d", "d2"),
            new Difference("poisoned images", "p", "p2"),
            new Difference("commit", "abc", "def with uncommitted changes"),
            new Difference("Java", "17", "21"),
            new Difference("cbd", "0.1.0", "0.2.0"));
  }

  @Test
  void aTrialThatIsReadAsAnotherOneIsSaid() {
    TrialId other = new TrialId("0123456789abcdef0123456789abcdef");
    StoredTrial stored = new StoredTrial(other, SPEC, new TrialResult(SCORES, 1, ORIGIN));
    assertThat(
            Comparison.of(stored, TrialId.of(SPEC), new TrialResult(SCORES, 2, ORIGIN), 0.02)
                .differences())
        .extracting(Difference::what)
        .containsExactly("trial");
  }

  @Test
  void doesNotCompareWhatWasNotMeasured() {
    TrialResult old = new TrialResult(new Scores(0.9, 0.125, 0.8, Double.NaN), 1, ORIGIN);
    StoredTrial stored = new StoredTrial(TrialId.of(SPEC), SPEC, old);
    Comparison comparison =
        Comparison.of(stored, TrialId.of(SPEC), new TrialResult(SCORES, 1, ORIGIN), 0.02);
    assertThat(comparison.verdict()).isEqualTo(Verdict.EQUAL);
    assertThat(comparison.scores()).hasSize(3);
  }

  private static Comparison compare(Scores again, Provenance now) {
    return compare(ORIGIN, again, now);
  }

  private static Comparison compare(Provenance then, Scores again, Provenance now) {
    StoredTrial stored = new StoredTrial(TrialId.of(SPEC), SPEC, new TrialResult(SCORES, 1, then));
    return Comparison.of(stored, TrialId.of(SPEC), new TrialResult(again, 2, now), 0.02);
  }

  private static Provenance origin(String engine, String device, int threads) {
    return new Provenance("abc", false, "0.1.0", engine, "17", "here", device, threads, "d", "p");
  }
}
