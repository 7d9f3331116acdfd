package cbd.training.cli;

import cbd.domain.Attack;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordWriter;
import cbd.text.Words;
import cbd.training.attack.PoisonReport;
import cbd.training.attack.PoisonedSet;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.ImageSet;
import java.util.List;
import java.util.Locale;

/** The self-check of an attack, for a person. */
record AttackReport(
    TrialSpec spec, ImageSet train, PoisonedSet poisoned, ImageSet test, TriggeredSet triggered) {

  /** The lines above a sheet. */
  List<String> heading(int gain) {
    PoisonReport report = poisoned.report();
    return List.of(
        settings() + " on " + spec.dataset().title(),
        String.format(
            Locale.ROOT,
            "%d of %d training images poisoned, %d labels changed. Largest change %d, mean L2 %.0f,"
                + " SSIM %.3f.",
            report.poisoned(),
            train.size(),
            report.changedLabels(),
            report.maxChange(),
            report.meanDistance(),
            report.meanSimilarity()),
        "Right of each: the change times " + gain + "; grey where there is none.");
  }

  /** What to call the sheet. */
  String fileName() {
    String dataset = spec.dataset().title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return Words.of(spec.attack().getClass()) + "-" + dataset + ".png";
  }

  String inWords() {
    PoisonReport report = poisoned.report();
    return String.format(
        Locale.ROOT,
        """
        attack   %s
        poisoned %d of %d training images: pixels changed in %d, label changed in %d
        cross    %d training images with a wrong trigger and their true label
        trigger  largest change %d of 255, mean L2 %.1f, mean SSIM %.3f
        success  is counted on %d of %d test images, none of which is of the class wanted for it
        """,
        settings(),
        report.poisoned(),
        train.size(),
        report.changedImages(),
        report.changedLabels(),
        report.crossSamples(),
        report.maxChange(),
        report.meanDistance(),
        report.meanSimilarity(),
        triggered.images().size(),
        test.size());
  }

  /** As a sweep file would say it, without what is at its default. */
  private String settings() {
    Attack attack = spec.attack();
    return JsonText.write(RecordWriter.withoutDefaults(attack))
        .replace("\"", "")
        .replace(",", ", ")
        .replace(":", ": ");
  }
}
