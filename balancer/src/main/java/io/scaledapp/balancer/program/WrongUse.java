package io.scaledapp.balancer.program;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words what is wrong with a command line. */
final class WrongUse {

  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  private WrongUse() {}

  /** What is unknown comes before what is missing, since a typing error mostly explains both. */
  static String explain(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().isEmpty() ? amongFiles(unmatched) : unmatched);
    }
    var arguments = failure.getCommandLine().getUnmatchedArguments();
    if (failure instanceof MissingParameterException && !arguments.isEmpty()) {
      return unknown(new UnmatchedArgumentException(failure.getCommandLine(), arguments));
    }
    return String.valueOf(failure.getMessage());
  }

  /** Behind an option with many values picocli names the unknown one in its message alone. */
  private static UnmatchedArgumentException amongFiles(UnmatchedArgumentException failure) {
    var quoted = QUOTED.matcher(String.valueOf(failure.getMessage()));
    var word = quoted.find() ? quoted.group(1) : String.valueOf(failure.getMessage());
    return new UnmatchedArgumentException(failure.getCommandLine(), List.of(word));
  }

  private static String unknown(UnmatchedArgumentException failure) {
    var word = failure.getUnmatched().getFirst();
    var what = kind(failure, word) + " " + word;
    var meant = failure.getSuggestions();
    return meant.isEmpty() ? what : what + "; did you mean " + meant.getFirst() + "?";
  }

  private static String kind(UnmatchedArgumentException failure, String word) {
    if (word.startsWith("-")) {
      return "unknown option";
    }
    var hasCommands = !failure.getCommandLine().getSubcommands().isEmpty();
    return hasCommands ? "unknown command" : "unknown argument";
  }
}
