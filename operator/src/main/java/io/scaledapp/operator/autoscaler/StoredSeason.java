package io.scaledapp.operator.autoscaler;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A season as bytes: {@code SEAS}, a byte of version, the deflated day and week, and the CRC-32C of
 * all before it. What is learned is in it, and nothing of the bin of the moment.
 */
public final class StoredSeason {

  /** Never more, whatever an app's load was. */
  public static final int MOST_BYTES = 8_192;

  static final byte VERSION = 1;

  private static final byte[] NAME = {'S', 'E', 'A', 'S'};
  private static final int HEAD = NAME.length + 1;
  private static final int CHECKSUM = Integer.BYTES;

  private StoredSeason() {}

  /** What {@link #read} reads. */
  public static byte[] of(Season season) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(NAME);
    bytes.write(VERSION);
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      write(season.day(), out);
      write(season.week(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var content = bytes.toByteArray();
    return ByteBuffer.allocate(content.length + CHECKSUM)
        .put(content)
        .putInt(checksum(content))
        .array();
  }

  private static void write(Cycle cycle, DataOutputStream out) throws IOException {
    var judgement = cycle.judgement();
    out.writeByte(judgement.judged());
    out.writeDouble(judgement.missed());
    out.writeDouble(judgement.missedByNone());
    out.write(cycle.usual().bytes());
  }

  /**
   * What was stored.
   *
   * @throws SeasonFormatException if they are none, of another version, or damaged
   */
  public static Season read(byte[] bytes) throws SeasonFormatException {
    if (bytes.length < HEAD + CHECKSUM || bytes.length > MOST_BYTES) {
      throw new SeasonFormatException("it has %d bytes".formatted(bytes.length));
    }
    if (!Arrays.equals(bytes, 0, NAME.length, NAME, 0, NAME.length)) {
      throw new SeasonFormatException("it does not begin with SEAS");
    }
    if (bytes[NAME.length] != VERSION) {
      throw new SeasonFormatException(
          "it is of version %d, and this program reads version %d"
              .formatted(Byte.toUnsignedInt(bytes[NAME.length]), VERSION));
    }
    var content = Arrays.copyOf(bytes, bytes.length - CHECKSUM);
    if (ByteBuffer.wrap(bytes, content.length, CHECKSUM).getInt() != checksum(content)) {
      throw new SeasonFormatException("its checksum is wrong");
    }
    var body = new ByteArrayInputStream(content, HEAD, content.length - HEAD);
    try (var in = new DataInputStream(new InflaterInputStream(body))) {
      var season = Season.begin(cycle(Cycle.Kind.DAY, in), cycle(Cycle.Kind.WEEK, in));
      if (in.read() >= 0) {
        throw new SeasonFormatException("there is more after its end");
      }
      return season;
    } catch (IOException e) {
      throw new SeasonFormatException("its content cannot be read: " + e.getMessage());
    }
  }

  private static Cycle cycle(Cycle.Kind kind, DataInputStream in)
      throws IOException, SeasonFormatException {
    var judged = in.readUnsignedByte();
    var missed = in.readDouble();
    var missedByNone = in.readDouble();
    var judgement = new Judgement(missed, missedByNone, judged);
    if (!judgement.isPossible()) {
      throw new SeasonFormatException("it was judged in an impossible way: " + judgement);
    }
    var latest = new byte[kind.bins() * Usual.KEPT];
    in.readFully(latest);
    return new Cycle(kind, Usual.of(latest, kind.bins()), judgement);
  }

  private static int checksum(byte[] bytes) {
    var checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
