package io.scaledapp.balancer.control.wire;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointTls;
import io.scaledapp.balancer.control.HashKey;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.Revision;
import io.scaledapp.balancer.control.RevisionLoads;
import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.ZonePreference;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames as bytes: the length of the JSON text, four bytes and the highest first, and the text in
 * UTF-8. Durations are milliseconds. Any thread.
 */
public final class FrameCodec {
  /** Bytes before the text. */
  static final int HEADER = Integer.BYTES;

  /** Far more than any of our own needs, and far less than what would exhaust a stack. */
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(50)
          .maxStringLength(64 * 1024)
          .maxNameLength(1_000)
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(new JsonFactoryBuilder().streamReadConstraints(BOUNDS).build())
          .addModule(new MillisecondsModule())
          .addHandler(new LaterValues())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
          .withConfigOverride(List.class, FrameCodec::mayBeAbsent)
          .withConfigOverride(String.class, FrameCodec::mayBeAbsent)
          .withConfigOverride(int.class, FrameCodec::mayBeAbsent)
          .withConfigOverride(long.class, FrameCodec::mayBeAbsent)
          .withConfigOverride(boolean.class, FrameCodec::mayBeAbsent)
          .withConfigOverride(
              TrafficPolicy.class, type -> isAbsentByDefault(type, DefaultTrafficPolicy.class))
          .withConfigOverride(
              AppRoute.Protocol.class, type -> isAbsentByDefault(type, DefaultProtocol.class))
          .withConfigOverride(
              Transport.class, type -> isAbsentByDefault(type, DefaultTransport.class))
          .withConfigOverride(HashKey.class, FrameCodec::hasDefault)
          .withConfigOverride(HealthCheck.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(HealthCheck.Grpc.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(CompressionPolicy.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(CircuitBreakerPolicy.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(CachePolicy.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(StickyCookiePolicy.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(StickyCookiePolicy.SameSite.class, FrameCodec::hasDefault)
          .withConfigOverride(StickyCookiePolicy.Secure.class, FrameCodec::hasDefault)
          .withConfigOverride(CompressionPolicy.Level.class, FrameCodec::hasDefault)
          .withConfigOverride(RequestRules.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RequestRules.HttpsRedirect.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RequestRules.PathRewrite.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RequestRules.Access.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RequestRules.ClientLimits.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RequestRules.MessageLimits.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RequestRules.HeaderEdits.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(OutlierDetection.class, FrameCodec::hasDefault)
          .withConfigOverride(RequestRules.ErrorPages.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(Zone.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(Revision.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RevisionSplit.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RevisionLoads.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(ZonePreference.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(EndpointTls.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(Long.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(Boolean.class, FrameCodec::isAbsentIfNull)
          .withConfigOverride(RetryPolicy.class, FrameCodec::hasDefault)
          .addMixIn(AppRoute.class, MeasuredIfWanted.class)
          .addMixIn(AppLoad.class, AnswersIfMeasured.class)
          .build();

  private FrameCodec() {}

  /** What the sender's version does not know yet is empty, 0 or false. */
  private static void mayBeAbsent(MutableConfigOverride type) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /** What holds it fills the default in where the sender's version does not know it yet. */
  private static void hasDefault(MutableConfigOverride type) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET));
  }

  private static void isAbsentIfNull(MutableConfigOverride type) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET))
        .setIncludeAsProperty(JsonInclude.Value.empty().withValueInclusion(NON_NULL));
  }

  /**
   * The same, and thousands of apps have the default, so that it is not written.
   *
   * @param isDefault equal to the default
   */
  private static void isAbsentByDefault(MutableConfigOverride type, Class<?> isDefault) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET))
        .setIncludeAsProperty(
            JsonInclude.Value.construct(JsonInclude.Include.CUSTOM, null, isDefault, null));
  }

  /** The frame's bytes with their length before them. */
  public static Buffer encode(Frame frame) {
    try {
      byte[] text = MAPPER.writeValueAsBytes(frame);
      return Buffer.buffer(HEADER + text.length).appendInt(text.length).appendBytes(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a frame of our own cannot be written", e);
    }
  }

  /**
   * The frame of a JSON text.
   *
   * @throws FrameException if the text is none, or a field is not what it must be
   */
  public static Frame decode(byte[] text) throws FrameException {
    @Nullable Frame frame;
    try {
      frame = MAPPER.readValue(text, Frame.class);
    } catch (IOException e) {
      // Not with the text: it may hold a token.
      throw new FrameException("not a frame: " + e.getClass().getSimpleName(), e);
    }
    if (frame == null) {
      throw new FrameException("not a frame: null", null);
    }
    return frame;
  }

  /** Equal to what is not written. */
  private static final class DefaultTrafficPolicy {
    @Override
    public boolean equals(Object other) {
      return TrafficPolicy.DEFAULT.equals(other);
    }

    @Override
    public int hashCode() {
      return TrafficPolicy.DEFAULT.hashCode();
    }
  }

  /** Equal to what is not written. */
  private static final class DefaultProtocol {
    @Override
    public boolean equals(Object other) {
      return other == AppRoute.Protocol.HTTP1;
    }

    @Override
    public int hashCode() {
      return AppRoute.Protocol.HTTP1.hashCode();
    }
  }

  /** Equal to what is not written. */
  private static final class DefaultTransport {
    @Override
    public boolean equals(Object other) {
      return Transport.DEFAULT.equals(other);
    }

    @Override
    public int hashCode() {
      return Transport.DEFAULT.hashCode();
    }
  }

  /** What stands for a value that a later version added: the one that does least harm. */
  private static final class LaterValues extends DeserializationProblemHandler {
    @Override
    public @Nullable Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String failure) {
      if (type == AppRoute.Policy.class) {
        return AppRoute.Policy.LEAST_CONNECTIONS;
      }
      if (type == AppRoute.Protocol.class) {
        return AppRoute.Protocol.HTTP1;
      }
      if (type == HashKey.Source.class) {
        return HashKey.Source.ADDRESS;
      }
      if (type == Endpoint.State.class) {
        return Endpoint.State.DRAINING;
      }
      if (type == CompressionPolicy.Level.class) {
        return CompressionPolicy.Level.BALANCED;
      }
      if (type == StickyCookiePolicy.SameSite.class) {
        return StickyCookiePolicy.SameSite.LAX;
      }
      if (type == StickyCookiePolicy.Secure.class) {
        return StickyCookiePolicy.Secure.AUTO;
      }
      if (type == CompressionPolicy.Encoding.class) {
        return null;
      }
      return NOT_HANDLED;
    }
  }
}
