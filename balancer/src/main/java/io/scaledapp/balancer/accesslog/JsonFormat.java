package io.scaledapp.balancer.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One object a line, in ASCII: what else a client sends is escaped, so that no terminal or reader
 * takes it for more than text. What is not known is left out.
 *
 * @param query whether queries are written
 */
record JsonFormat(boolean query) implements LineFormat {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new Escapes())
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();
  private static final int MICROS_DIGITS = 6;

  @Override
  public void append(AccessEntry entry, ByteArrayOutputStream out) throws IOException {
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("time", Instant.ofEpochMilli(entry.time).toString());
      writeRequest(entry.request, json);
      writeResponse(entry, json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void writeRequest(LoggedRequest request, JsonGenerator json) throws IOException {
    write("client", request.client(), json);
    write("method", request.method(), json);
    write("host", request.host(), json);
    write("path", request.path(), json);
    if (query) {
      write("query", request.query(), json);
    }
    write("protocol", protocol(request), json);
    write("userAgent", request.userAgent(), json);
    write("referer", request.referer(query), json);
  }

  private static String protocol(LoggedRequest request) {
    return request.version().isEmpty() ? "" : "HTTP/" + request.version();
  }

  private static void writeResponse(AccessEntry entry, JsonGenerator json) throws IOException {
    json.writeNumberField("status", entry.status);
    json.writeNumberField("bytesIn", entry.received);
    json.writeNumberField("bytesOut", entry.sent);
    writeSeconds("durationSeconds", entry.duration, json);
    if (entry.firstByteAfter != AccessEntry.NONE) {
      writeSeconds("firstByteSeconds", entry.firstByteAfter, json);
    }
    writeSeconds("queueSeconds", entry.waited, json);
    write("app", entry.app, json);
    write("replica", entry.replica, json);
    json.writeNumberField("retries", entry.retries);
    write("cache", entry.cache, json);
    write("reason", entry.reason, json);
    write("traceId", entry.traceId, json);
  }

  /** Text of clients is UTF-8, if it is more than ASCII at all. */
  private static void write(String name, String bytes, JsonGenerator json) throws IOException {
    if (!bytes.isEmpty()) {
      json.writeStringField(name, new String(bytes.getBytes(ISO_8859_1), UTF_8));
    }
  }

  /** In decimal places down to a microsecond. */
  private static void writeSeconds(String name, long nanos, JsonGenerator json) throws IOException {
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    json.writeFieldName(name);
    json.writeNumber(BigDecimal.valueOf(micros, MICROS_DIGITS));
  }

  /** Those of JSON, and DEL, which JSON lets stand. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final int DEL = 0x7f;

    private final int[] codes = standardAsciiEscapesForJSON();

    Escapes() {
      codes[DEL] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }
}
