package io.scaledapp.balancer.configuration;

import io.scaledapp.balancer.BalancerOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/**
 * A balancer's configuration file, in YAML.
 *
 * @param path of the file
 * @param base what holds for all that the file leaves out
 * @param flags the fields, such as {@code limits.maxConnections}, that the command line sets
 *     already, each with the flag that does: one thing is not said in two places
 */
public record ConfigurationFile(Path path, BalancerOptions base, Map<String, String> flags) {
  /** A file of a thousand listeners has some 200 KiB. */
  private static final long MAX_BYTES = 1 << 20;

  public ConfigurationFile {
    flags = Map.copyOf(flags);
  }

  /**
   * Reads what it says at present.
   *
   * @throws ConfigurationException if something is wrong with it, with all places and reasons
   */
  public BalancerOptions read() throws ConfigurationException {
    var file = YamlFile.parse(path.toString(), text());
    var fields = file.fields();
    var problems = new ArrayList<Problem>();
    Constraints.check(fields, FieldPath.ROOT, problems);
    Rules.check(fields, flags, problems);
    if (!problems.isEmpty()) {
      throw file.exception(problems);
    }
    var folder = path.toAbsolutePath().getParent();
    return new Options(folder == null ? path : folder).of(fields, base);
  }

  private String text() throws ConfigurationException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new ConfigurationException(path + ": is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(path + ": is not there");
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(path + ": is not UTF-8");
    } catch (ConfigurationException e) {
      throw e;
    } catch (IOException e) {
      throw new ConfigurationException(path + ": cannot be read: " + e.getMessage());
    }
  }
}
