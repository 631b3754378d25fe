package io.scaledapp.balancer.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TableDeltaPropertyTest {

  @Provide
  Arbitrary<RoutingTable> tables() {
    return Messages.tables();
  }

  @Property
  void deltaMakesTheOtherTable(
      @ForAll("tables") RoutingTable base, @ForAll("tables") RoutingTable other) {
    var next = new RoutingTable(base.term(), other.sequence(), other.apps());
    assertThat(TableDelta.between(base, next).applyTo(base)).isEqualTo(next);
  }

  /** Two random tables share little; this is what changes from one table to the next. */
  @Property
  void deltaOfAFewChangesNamesThemOnly(
      @ForAll("tables") RoutingTable base, @ForAll("tables") RoutingTable other) {
    var changed = other.apps().stream().limit(2).toList();
    var apps = new ArrayList<>(base.apps());
    for (AppRoute app : changed) {
      int at = indexOf(apps, app.app());
      if (at < 0) {
        apps.add(app);
      } else {
        apps.set(at, app);
      }
    }
    var next = new RoutingTable(base.term(), base.sequence() + 1, apps);
    var delta = TableDelta.between(base, next);
    assertThat(delta.changed()).hasSizeLessThanOrEqualTo(changed.size());
    assertThat(delta.removed()).isEmpty();
    assertThat(delta.order()).isEmpty();
    assertThat(delta.applyTo(base)).isEqualTo(next);
  }

  @Property
  void orderIsKeptSinceItDecidesClashes(
      @ForAll("tables") RoutingTable base, @ForAll Random random) {
    var apps = new ArrayList<>(base.apps());
    Collections.shuffle(apps, random);
    var next = new RoutingTable(base.term(), base.sequence(), apps);
    var delta = TableDelta.between(base, next);
    assertThat(delta.changed()).isEmpty();
    assertThat(delta.applyTo(base)).isEqualTo(next);
  }

  @Property
  void deltaIsRefusedByATableThatItIsNotFor(@ForAll("tables") RoutingTable base) {
    var delta = TableDelta.between(base, new RoutingTable(base.term(), 1, List.of()));
    var other = new RoutingTable(base.term(), base.sequence() ^ 1, base.apps());
    assertThatThrownBy(() -> delta.applyTo(other)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int indexOf(List<AppRoute> apps, String name) {
    for (int i = 0; i < apps.size(); i++) {
      if (apps.get(i).app().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
