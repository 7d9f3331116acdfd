package cbd.training;

import cbd.training.cli.TrainingCommands;
import java.time.InstantSource;

/** The program of those who train on one machine. */
public final class TrainingMain {
  private TrainingMain() {}

  public static void main(String[] args) {
    System.exit(TrainingCommands.commandLine(InstantSource.system()).execute(args));
  }
}
