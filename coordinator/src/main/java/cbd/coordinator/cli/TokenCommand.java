package cbd.coordinator.cli;

import picocli.CommandLine.Command;

/** {@code cbd token}: who may ask for what. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Makes, lists and revokes the API tokens of a coordinator; takes a token with the role admin.",
      "",
      "Roles: read looks at everything; submit also submits, cancels, pauses, resumes and retries;"
          + " admin also takes workers out of service, makes tokens and reads the audit log.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the coordinator refused; the message says why",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  (umask 077; cbd token create root --role admin > root.token)    # the first one",
      "  (umask 077; cbd token create alice --role submit --days 90 > alice.token)",
      "  cbd token list",
      "  cbd token revoke alice"
    },
    subcommands = {TokenCreateCommand.class, TokenListCommand.class, TokenRevokeCommand.class})
final class TokenCommand {}
