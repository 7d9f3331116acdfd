package cbd.training;

import cbd.cli.Main;
import cbd.training.cli.TrainingCommands;
import java.time.InstantSource;

/** The program of those who train on one machine. */
public final class TrainingMain {
  private TrainingMain() {}

  public static void main(String[] args) {
    Main.exitWith(() -> TrainingCommands.commandLine(InstantSource.system()).execute(args));
  }
}
