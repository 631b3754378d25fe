package io.scaledapp.operator.platform.local.process;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Expands {@code $(NAME)} as Kubernetes does in {@code command}, {@code args} and {@code env}: a
 * name that is not known stays as it is written, and {@code $$} stands for one dollar sign, so that
 * {@code $$(NAME)} gives {@code $(NAME)}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">Dependent
 *     environment variables</a>
 */
public final class Expansion {
  private Expansion() {}

  /**
   * Returns {@code text} with each known reference replaced. Replaced values are not expanded
   * again.
   *
   * @param variables gives the value of a name, or null when there is none
   */
  public static String expand(String text, Function<String, @Nullable String> variables) {
    var out = new StringBuilder(text.length());
    var at = 0;
    while (at < text.length()) {
      var dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == text.length()) {
        break;
      }
      out.append(text, at, dollar);
      at = appendReference(text, dollar, variables, out);
    }
    return out.append(text, at, text.length()).toString();
  }

  /** Appends what the dollar sign at {@code dollar} stands for; returns the index after it. */
  private static int appendReference(
      String text, int dollar, Function<String, @Nullable String> variables, StringBuilder out) {
    var next = text.charAt(dollar + 1);
    if (next == '$') {
      out.append('$');
      return dollar + 2;
    }
    var close = next == '(' ? text.indexOf(')', dollar + 2) : -1;
    if (close < 0) {
      out.append('$');
      return dollar + 1;
    }
    var value = variables.apply(text.substring(dollar + 2, close));
    out.append(value != null ? value : text.substring(dollar, close + 1));
    return close + 1;
  }
}
