package io.scaledapp.balancer.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a file has another content, however it came there: written in place, renamed over or
 * behind a changed link. It looks at the file's attributes by name, since a watch on a folder hears
 * nothing of links, of network file systems, or, on macOS, of anything for seconds. Not for several
 * threads.
 */
public final class FollowedFile {

  /** What differs when the content does; {@code exists} is false for all else being empty. */
  private record Stamp(
      boolean exists,
      @Nullable FileTime modified,
      @Nullable Object changed,
      long size,
      @Nullable Object key) {
    static final Stamp GONE = new Stamp(false, null, null, 0, null);
  }

  private final Path path;
  private Stamp handled;
  private Stamp latest;

  /** Follows from the content of this moment. */
  public FollowedFile(Path path) {
    this.path = path;
    handled = look();
    latest = handled;
  }

  public Path path() {
    return path;
  }

  /**
   * Whether there is a content that this method has not told of yet. It tells of it when two calls
   * in a row see the same, so that half a file is not taken for the whole.
   */
  public boolean hasChanged() {
    var seen = look();
    var isStable = seen.equals(latest);
    latest = seen;
    if (!isStable || seen.equals(handled)) {
      return false;
    }
    handled = seen;
    return true;
  }

  private Stamp look() {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(
          true,
          attributes.lastModifiedTime(),
          // Moves with the permissions too, which decide whether there is a content to be read.
          Files.getAttribute(path, "unix:ctime"),
          attributes.size(),
          attributes.fileKey());
    } catch (IOException e) {
      return Stamp.GONE;
    }
  }
}
