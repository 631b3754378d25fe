package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.MessageHead;
import io.scaledapp.balancer.http1.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The request fields that a response depends on, by its Vary (RFC 9111 section 4.1). Values match
 * if they are the same, the lines of one field taken as one list; nothing is normalized.
 *
 * @param fields values by name in lower case; empty for a field that was not sent
 */
record SecondaryKey(SequencedMap<String, String> fields) {

  /** Of a response to a request with these fields, by name in lower case. */
  static SecondaryKey of(ResponseHead response, Map<String, String> request) {
    var fields = new TreeMap<String, String>();
    for (int field = 0; field < response.fieldCount(); field++) {
      if (response.isNamed(field, "vary")) {
        names(response.value(field))
            .forEach(name -> fields.put(name, request.getOrDefault(name, "")));
      }
    }
    return new SecondaryKey(fields);
  }

  /** The elements of a Vary field, in lower case. */
  static List<String> names(String vary) {
    var names = new ArrayList<String>();
    for (String name : vary.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Whether a request has the fields. */
  boolean matches(MessageHead request) {
    for (var field : fields.entrySet()) {
      if (!field.getValue().equals(value(request, field.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static String value(MessageHead head, String name) {
    String value = "";
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.isNamed(field, name)) {
        value = value.isEmpty() ? head.value(field) : value + ", " + head.value(field);
      }
    }
    return value;
  }

  /** All fields of a head by name in lower case. */
  static Map<String, String> fields(MessageHead head) {
    var fields = new TreeMap<String, String>();
    for (int field = 0; field < head.fieldCount(); field++) {
      fields.merge(
          head.fieldName(field).toLowerCase(Locale.ROOT),
          head.value(field),
          (one, other) -> one.isEmpty() ? other : one + ", " + other);
    }
    return fields;
  }

  /** About how many bytes it takes. */
  int weight() {
    int weight = 0;
    for (var field : fields.entrySet()) {
      weight += field.getKey().length() + field.getValue().length() + Entries.OVERHEAD;
    }
    return weight;
  }
}
