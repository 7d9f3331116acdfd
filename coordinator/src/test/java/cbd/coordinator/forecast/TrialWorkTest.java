package cbd.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.domain.Architecture;
import cbd.domain.Defense;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrialWorkTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  private final TrialSpec plain = Trials.spec(0);

  @Test
  void countsImagesTimesEpochs() {
    assertThat(TrialWork.of(plain))
        .isCloseTo(2.0 * plain.usedTrainImages() * plain.training().epochs(), CLOSE);
  }

  @Test
  void addsTheBackdooredModelAndTheCriticToCbd() {
    double reweighting = work(Trials.cbd(3, false));
    double full = work(Trials.cbd(3, true));
    double epochs = plain.training().epochs();

    assertThat(reweighting / TrialWork.of(plain)).isCloseTo((3 + epochs * 4 / 3) / epochs, CLOSE);
    assertThat(full / TrialWork.of(plain)).isCloseTo((3 + epochs * 2) / epochs, CLOSE);
  }

  @Test
  void aCriticBesideTheCleanModelNeedsNoPassOfItsOwn() {
    String settings = "{\"t1\": 3, \"criticSchedule\": \"per-batch\"}";

    assertThat(work(RecordReader.read(Defense.Cbd.class, JsonText.parse(settings))))
        .isCloseTo(work(Trials.cbd(3, false)), CLOSE);
  }

  @Test
  void growsWithTheSquareOfTheWidth() {
    TrialSpec wide =
        new TrialSpec(
            plain.dataset(),
            plain.trainImages(),
            plain.testImages(),
            Architecture.WRN_16_2,
            plain.attack(),
            plain.defense(),
            plain.training(),
            plain.repeat());

    assertThat(TrialWork.of(wide)).isCloseTo(4 * TrialWork.of(plain), CLOSE);
  }

  private double work(Defense defense) {
    return TrialWork.of(Trials.spec(0, defense));
  }
}
