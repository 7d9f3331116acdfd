package cbd.cli;

import picocli.CommandLine;

/**
 * One of the programs behind the name {@code cbd}: the launcher gives it some of the words. Each
 * module registers its own as a service.
 */
public interface Program {

  /** Its commands, below one that is called {@code cbd}. */
  CommandLine commandLine();
}
