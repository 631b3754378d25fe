package io.scaledapp.operator.app.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The revisions of one app that are kept, by rising number. Immutable.
 *
 * @param records of them
 */
public record RevisionHistory(List<RevisionRecord> records) {

  /** Of an app that was never here. */
  public static final RevisionHistory NONE = new RevisionHistory(List.of());

  /**
   * Checks that numbers rise.
   *
   * @throws IllegalArgumentException if they do not, or begin below 1
   */
  public RevisionHistory {
    records = List.copyOf(records);
    var former = 0;
    for (var one : records) {
      if (one.number() <= former) {
        throw new IllegalArgumentException("revision " + one.number() + " comes after " + former);
      }
      former = one.number();
    }
  }

  /**
   * With one more, or with another outcome of one that is there.
   *
   * @param serving the revision that serves, which is kept whatever its age
   * @param limit how many others are kept, the newest of them; 0 or more
   */
  public RevisionHistory with(RevisionRecord record, int serving, int limit) {
    var others = new ArrayList<>(records);
    others.removeIf(one -> one.number() == record.number());
    others.add(record);
    var byAge = Comparator.comparingInt(RevisionRecord::number);
    var kept =
        others.stream()
            .filter(one -> one.number() != serving)
            .sorted(byAge.reversed())
            .limit(limit)
            .collect(Collectors.toCollection(ArrayList::new));
    others.stream().filter(one -> one.number() == serving).forEach(kept::add);
    kept.sort(byAge);
    return new RevisionHistory(kept);
  }

  public Optional<RevisionRecord> find(int number) {
    return records.stream().filter(one -> one.number() == number).findFirst();
  }

  /** The newest that took its place with another template than one of this digest. */
  public Optional<RevisionRecord> latestUnlike(String digest) {
    return records.reversed().stream()
        .filter(RevisionRecord::isCompleted)
        .filter(one -> !one.isLike(digest))
        .findFirst();
  }

  /**
   * The number with which an app begins: that of the newest revision if it would be the same again,
   * or else the one after it.
   *
   * @param digest of the template that is wanted
   */
  public int begin(String digest) {
    if (records.isEmpty()) {
      return 1;
    }
    var newest = records.getLast();
    return newest.isCompleted() && newest.isLike(digest) ? newest.number() : newest.number() + 1;
  }

  /** The numbers for a person, such as {@code 1, 2, 5}. */
  public String numbers() {
    return records.stream()
        .map(one -> String.valueOf(one.number()))
        .collect(Collectors.joining(", "));
  }
}
