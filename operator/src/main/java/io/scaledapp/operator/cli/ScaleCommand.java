package io.scaledapp.operator.cli;

import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Fixes an app's count of replicas, or gives it back to the autoscaler. */
@Command(name = "scale", description = "Fixes the count of replicas, or makes it automatic again.")
final class ScaleCommand implements Callable<Integer> {

  @Mixin private final AppTarget app = new AppTarget();

  @Option(
      names = "--replicas",
      required = true,
      paramLabel = "N|auto",
      converter = Count.Converter.class,
      description = "0 or more, or auto.")
  @SuppressWarnings("NullAway.Init") // picocli demands it.
  private Count replicas;

  @Override
  public Integer call() {
    var count = replicas.number() == null ? "automatic" : "fixed at " + replicas.number();
    var body = "{\"replicas\": " + replicas.number() + "}";
    app.change("PUT", "/scale", body, AdminClient.SHORT, "the count of replicas is " + count);
    return 0;
  }

  /**
   * A count of replicas.
   *
   * @param number 0 or more; null means automatic
   */
  record Count(@Nullable Integer number) {

    /** As {@code kubectl scale} has to say it. */
    private static final String AUTOMATIC = Integer.toString(ScaledAppSpec.AUTOMATIC_REPLICAS);

    static final class Converter implements ITypeConverter<Count> {
      @Override
      public Count convert(String text) {
        if (text.equals("auto") || text.equals(AUTOMATIC)) {
          return new Count(null);
        }
        if (!text.matches("[0-9]{1,9}")) {
          throw new TypeConversionException("'" + text + "' is neither a count nor auto");
        }
        return new Count(Integer.valueOf(text));
      }
    }
  }
}
