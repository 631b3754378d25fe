package io.scaledapp.balancer.control.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.scaledapp.balancer.control.LoadDelta;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.TableDelta;

/**
 * One message of the control stream. A balancer speaks first, with {@link Hello}; the operator
 * answers {@link Welcome} or {@link Refused}; the rest comes as it comes. Neither side minds a type
 * or a field that it does not know, and an absent list is empty, so versions that are neighbours
 * understand each other.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "type",
    visible = true,
    defaultImpl = Frame.Unknown.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Frame.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = Frame.Welcome.class, name = "welcome"),
  @JsonSubTypes.Type(value = Frame.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Frame.Load.class, name = "load"),
  @JsonSubTypes.Type(value = Frame.LoadChange.class, name = "load-change"),
  @JsonSubTypes.Type(value = Frame.Table.class, name = "table"),
  @JsonSubTypes.Type(value = Frame.Delta.class, name = "delta"),
  @JsonSubTypes.Type(value = Frame.Ack.class, name = "ack"),
  @JsonSubTypes.Type(value = Frame.Superseded.class, name = "superseded"),
  @JsonSubTypes.Type(value = Frame.Leaving.class, name = "leaving"),
  @JsonSubTypes.Type(value = Frame.Left.class, name = "left"),
  @JsonSubTypes.Type(value = Frame.Grants.class, name = "grants"),
  @JsonSubTypes.Type(value = Frame.Usage.class, name = "usage"),
  @JsonSubTypes.Type(value = Frame.Heartbeat.class, name = "heartbeat"),
})
public sealed interface Frame {

  /** The version that this code speaks. It rises with each change that is not an addition. */
  int VERSION = 1;

  /**
   * Who a balancer is; its first frame.
   *
   * @param version what it speaks
   * @param balancer its name, that of its pod
   * @param podUid the uid of that pod
   * @param token proves both
   */
  record Hello(int version, String balancer, String podUid, String token) implements Frame {

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
      return "Hello[version=%d, balancer=%s, podUid=%s]".formatted(version, balancer, podUid);
    }
  }

  /**
   * The operator takes the balancer.
   *
   * @param version what it speaks
   * @param takesLoadChanges whether it knows {@link LoadChange}
   */
  record Welcome(int version, boolean takesLoadChanges) implements Frame {}

  /**
   * The operator does not take the balancer, and closes.
   *
   * @param reason in words, and how to mend it
   */
  record Refused(String reason) implements Frame {}

  /** A balancer's load. */
  record Load(LoadReport report) implements Frame {}

  /** What changes in the load that the balancer reported last on this connection. */
  record LoadChange(LoadDelta delta) implements Frame {}

  /** A routing table, whole. */
  record Table(RoutingTable table) implements Frame {}

  /** What changes in the routing table that the balancer acknowledged last on this connection. */
  record Delta(TableDelta delta) implements Frame {}

  /** A balancer has this table in force, and its ports were tried. */
  record Ack(long term, long sequence) implements Frame {}

  /**
   * A balancer got a table that is older than this one, which it has in force, or of an older term
   * than its grants, whose table is still to come: then the sequence is 0.
   */
  record Superseded(long term, long sequence) implements Frame {}

  /** A balancer is going to stop, and asks to be left out of what names it. */
  record Leaving() implements Frame {}

  /** Nothing names the leaving balancer any more. */
  record Left() implements Frame {}

  /** The balancer's slots, from the leader, before the first table of its term. */
  record Grants(SlotGrants grants) implements Frame {}

  /**
   * What a balancer has and uses of them; also tells that the grants of that sequence are taken.
   */
  record Usage(SlotUsage usage) implements Frame {}

  /** The sender is there and has nothing else to say. */
  record Heartbeat() implements Frame {}

  /** A frame of a later version, to be ignored. */
  record Unknown(String type) implements Frame {}
}
