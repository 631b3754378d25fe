package io.scaledapp.balancer.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fields in their order as HPACK brings or takes them, in two arrays: a head is walked once, so the
 * hash table of Netty's own headers would only cost. What Netty asks of headers on their way is
 * here; the rest does nothing.
 */
final class FieldList extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers {
  private static final int INITIAL_CAPACITY = 16;

  private AsciiString[] names;
  private AsciiString[] values;
  private int count;

  FieldList() {
    this(INITIAL_CAPACITY);
  }

  FieldList(int capacity) {
    names = new AsciiString[capacity];
    values = new AsciiString[capacity];
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  AsciiString name(int field) {
    return names[field];
  }

  AsciiString value(int field) {
    return values[field];
  }

  /**
   * Adds a field.
   *
   * @throws IllegalArgumentException for a pseudo-header field that nobody knows, which makes its
   *     message malformed
   */
  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    if (PseudoHeaderName.hasPseudoHeaderFormat(name) && !PseudoHeaderName.isPseudoHeader(name)) {
      throw new IllegalArgumentException("an unknown pseudo-header field");
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, Math.max(1, 2 * count));
      values = Arrays.copyOf(values, names.length);
    }
    names[count] = AsciiString.of(name);
    values[count] = AsciiString.of(value);
    count++;
    return this;
  }

  /** Netty would write a length anew that it understood; the parser is to see what came. */
  @Override
  public Http2Headers setLong(CharSequence name, long value) {
    return this;
  }

  @Override
  @SuppressWarnings("NullAway") // Netty's interface says null for none, without annotations.
  public CharSequence get(CharSequence name) {
    int field = find(name);
    return field < 0 ? null : values[field];
  }

  @Override
  public List<CharSequence> getAll(CharSequence name) {
    return IntStream.range(0, count)
        .filter(field -> names[field].contentEquals(name))
        .mapToObj(field -> (CharSequence) values[field])
        .toList();
  }

  @Override
  public boolean contains(CharSequence name) {
    return find(name) >= 0;
  }

  private int find(CharSequence name) {
    for (int field = 0; field < count; field++) {
      if (names[field].contentEquals(name)) {
        return field;
      }
    }
    return -1;
  }

  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
    return new Walk();
  }

  @Override
  public Iterator<CharSequence> valueIterator(CharSequence name) {
    return getAll(name).iterator();
  }

  @Override
  public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
    return getAll(name).stream()
        .anyMatch(
            one ->
                caseInsensitive
                    ? AsciiString.contentEqualsIgnoreCase(one, value)
                    : AsciiString.contentEquals(one, value));
  }

  @Override
  public Http2Headers method(CharSequence value) {
    return add(PseudoHeaderName.METHOD.value(), value);
  }

  @Override
  public Http2Headers scheme(CharSequence value) {
    return add(PseudoHeaderName.SCHEME.value(), value);
  }

  @Override
  public Http2Headers authority(CharSequence value) {
    return add(PseudoHeaderName.AUTHORITY.value(), value);
  }

  @Override
  public Http2Headers path(CharSequence value) {
    return add(PseudoHeaderName.PATH.value(), value);
  }

  @Override
  public Http2Headers status(CharSequence value) {
    return add(PseudoHeaderName.STATUS.value(), value);
  }

  @Override
  public CharSequence method() {
    return get(PseudoHeaderName.METHOD.value());
  }

  @Override
  public CharSequence scheme() {
    return get(PseudoHeaderName.SCHEME.value());
  }

  @Override
  public CharSequence authority() {
    return get(PseudoHeaderName.AUTHORITY.value());
  }

  @Override
  public CharSequence path() {
    return get(PseudoHeaderName.PATH.value());
  }

  @Override
  public CharSequence status() {
    return get(PseudoHeaderName.STATUS.value());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** One object for all fields of a walk: an entry means something until the next one. */
  private final class Walk
      implements Iterator<Map.Entry<CharSequence, CharSequence>>,
          Map.Entry<CharSequence, CharSequence> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < count;
    }

    @Override
    public Map.Entry<CharSequence, CharSequence> next() {
      if (next == count) {
        throw new NoSuchElementException();
      }
      next++;
      return this;
    }

    @Override
    public CharSequence getKey() {
      return names[next - 1];
    }

    @Override
    public CharSequence getValue() {
      return values[next - 1];
    }

    @Override
    public CharSequence setValue(CharSequence value) {
      throw new UnsupportedOperationException();
    }
  }
}
