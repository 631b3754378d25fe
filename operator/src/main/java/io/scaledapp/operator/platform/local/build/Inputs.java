package io.scaledapp.operator.platform.local.build;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds the files that globs name. A glob is the JDK's, and <code>**&#47;</code> in it also stands
 * for no folder at all. A glob without wildcards may also name a folder, with all that is in it.
 * Folders {@code .git} and {@code node_modules} are searched only when a glob begins with them.
 */
final class Inputs {
  private static final Set<String> UNSEARCHED = Set.of(".git", "node_modules");

  private Inputs() {}

  /** The files of one glob relative to the folder, in their order by name. */
  static SortedSet<Path> find(Path folder, String glob) throws IOException {
    var files = new TreeSet<Path>();
    var begin = folder.resolve(literalFolder(glob));
    if (Files.exists(begin)) {
      walk(folder, begin, matchers(glob), files);
    }
    return files;
  }

  private static void walk(
      Path folder, Path begin, List<PathMatcher> matchers, SortedSet<Path> files)
      throws IOException {
    Files.walkFileTree(
        begin,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
            return !sub.equals(begin) && UNSEARCHED.contains(sub.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var name = folder.relativize(file);
            if (matchers.stream().anyMatch(matcher -> matcher.matches(name))
                && Files.isRegularFile(file)) {
              files.add(name);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // Deleted while we looked, or not ours to read: then it is no input.
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The folders that a glob begins with and that have no wildcard in their names. */
  private static String literalFolder(String glob) {
    var wildcard = wildcard(glob);
    return wildcard < 0 ? glob : glob.substring(0, glob.lastIndexOf('/', wildcard) + 1);
  }

  private static List<PathMatcher> matchers(String glob) {
    if (wildcard(glob) < 0) {
      // A name: of a file, or of a folder with all that is in it.
      return List.of(file -> file.startsWith(glob));
    }
    var files = FileSystems.getDefault();
    return List.of(
        files.getPathMatcher("glob:" + glob),
        files.getPathMatcher("glob:" + glob.replace("**/", "")));
  }

  /** Where the first wildcard stands, or -1. */
  private static int wildcard(String glob) {
    return IntStream.range(0, glob.length())
        .filter(i -> "*?[{\\".indexOf(glob.charAt(i)) >= 0)
        .findFirst()
        .orElse(-1);
  }
}
