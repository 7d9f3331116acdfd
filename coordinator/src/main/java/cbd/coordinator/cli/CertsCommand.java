package cbd.coordinator.cli;

import picocli.CommandLine.Command;

/** {@code cbd certs}: certificates for the members of a cluster. */
@Command(
    name = "certs",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Makes, renews and shows the certificates with which the members of a cluster know each other:"
          + " a private authority (ca), and one certificate for each machine (node).",
      "",
      "The authority's key (ca-key.pem) signs; keep it off the cluster. A coordinator or worker needs"
          + " the three files of its folder: ca.pem, node.pem and node-key.pem.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; all certificates that were shown are valid",
      "1:a certificate has expired, or cannot be made or read",
      "2:an option is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd certs ca authority",
      "  cbd certs node gpu-1 --ca authority --host 10.0.0.7 --host gpu-1",
      "  cbd certs show gpu-1",
      "  cbd certs renew gpu-1 --ca authority"
    },
    subcommands = {
      CertsAuthorityCommand.class,
      CertsNodeCommand.class,
      CertsRenewCommand.class,
      CertsShowCommand.class
    })
final class CertsCommand {}
