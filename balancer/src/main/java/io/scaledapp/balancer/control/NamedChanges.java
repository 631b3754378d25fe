package io.scaledapp.balancer.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What makes one list of another, each of whose elements has a name of its own.
 *
 * @param changed elements that are new or different, in the order of the list that is made
 * @param removed names of elements that are gone
 * @param inPlace whether both lists have the same names in the same order
 */
record NamedChanges<T>(List<T> changed, List<String> removed, boolean inPlace) {

  /** The changes with which {@code base} becomes {@code next}. */
  static <T> NamedChanges<T> between(List<T> base, List<T> next, Function<T, String> name) {
    if (haveSameNames(base, next, name)) {
      return new NamedChanges<>(differing(base, next), List.of(), true);
    }
    var former = byName(base, name);
    var changed = new ArrayList<T>();
    for (T one : next) {
      if (!one.equals(former.remove(name.apply(one)))) {
        changed.add(one);
      }
    }
    return new NamedChanges<>(changed, List.copyOf(former.keySet()), false);
  }

  /** Nearly always so, and cheap to see even with thousands of apps. */
  private static <T> boolean haveSameNames(List<T> base, List<T> next, Function<T, String> name) {
    return base.size() == next.size()
        && IntStream.range(0, next.size())
            .allMatch(index -> name.apply(base.get(index)).equals(name.apply(next.get(index))));
  }

  private static <T> List<T> differing(List<T> base, List<T> next) {
    return IntStream.range(0, next.size())
        .filter(index -> !base.get(index).equals(next.get(index)))
        .mapToObj(next::get)
        .toList();
  }

  /** The elements of {@code base} with the changes made, by name; new ones come last. */
  static <T> Map<String, T> made(
      List<T> base, List<T> changed, List<String> removed, Function<T, String> name) {
    var elements = byName(base, name);
    elements.keySet().removeAll(new HashSet<>(removed));
    changed.forEach(one -> elements.put(name.apply(one), one));
    return elements;
  }

  private static <T> Map<String, T> byName(List<T> elements, Function<T, String> name) {
    var named = LinkedHashMap.<String, T>newLinkedHashMap(elements.size());
    elements.forEach(one -> named.put(name.apply(one), one));
    return named;
  }
}
