package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One document of a file, with the place of each of its fields.
 *
 * @param file the file as it was named to the reader
 * @param root what it holds
 * @param places of each field (where its name stands) and list item; always has the root's
 */
record Document(String file, JsonNode root, Map<FieldPath, Place> places) {

  /** A place in a file, line and column from 1. */
  record Place(int line, int column) {}

  /** A problem with a field. It is told where the field stands, or the nearest one around it. */
  Problem problem(FieldPath field, String message) {
    var place = place(field);
    return new Problem(file, place.line(), place.column(), field.toString(), message);
  }

  Place place(FieldPath field) {
    var nearest = field;
    while (!places.containsKey(nearest) && !nearest.isRoot()) {
      nearest = nearest.parent();
    }
    return places.getOrDefault(nearest, new Place(1, 1));
  }
}
