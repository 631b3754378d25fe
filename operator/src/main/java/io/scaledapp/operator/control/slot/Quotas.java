package io.scaledapp.operator.control.slot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many of an app's slots each balancer is to have over all endpoints. Slots stay where they are
 * until somebody lacks one, so that changes of load alone move nothing:
 *
 * <ul>
 *   <li>A fair share is max-min fair by demand, which is requests in flight and waiting and, where
 *       there are two slots or more for each balancer, a float: an eighth of an even share, and at
 *       least one, with which an idle balancer answers its first requests at once.
 *   <li>Who has less than that while requests wait, or less than the float, gets the fair share,
 *       from those who have most above theirs.
 *   <li>Slots that nobody has go to those who have fewest.
 *   <li>With fewer slots than balancers with requests they are passed on by turns.
 * </ul>
 *
 * Pure.
 */
final class Quotas {
  private static final int FLOAT_SHARE = 8;

  private final List<Claim> claims;
  private final int[] has;
  private final int[] demand;
  private final int total;
  private final int idleFloat;
  private final boolean byTurns;
  private final int[] order;

  private Quotas(List<Claim> claims, int[] has, int[] demand, int total) {
    this.claims = claims;
    this.has = has;
    this.demand = demand;
    this.total = total;
    int sharing = (int) IntStream.range(0, has.length).filter(this::shares).count();
    idleFloat =
        sharing > 0 && total / 2 >= sharing ? Math.max(1, total / sharing / FLOAT_SHARE) : 0;
    long demanding = Arrays.stream(demand).filter(one -> one > 0).count();
    byTurns = total < demanding;
    order = order();
  }

  /**
   * The number of slots of each claim.
   *
   * @param has what each claim has
   * @param demand requests of each, in flight and waiting
   * @param total slots that there are
   */
  static int[] of(List<Claim> claims, int[] has, int[] demand, int total) {
    return new Quotas(claims, has, demand, total).share();
  }

  private int[] share() {
    var wants = IntStream.range(0, has.length).map(this::want).toArray();
    // Units that are left over make nobody lack one, unless they are all that there is.
    var fair = WaterFilling.share(total, wants, byTurns ? order : new int[0]);
    var quotas = new int[has.length];
    for (int i = 0; i < has.length; i++) {
      if (lacks(i, fair[i])) {
        quotas[i] = fair[i];
      } else if (claims.get(i).stays()) {
        quotas[i] = has[i];
      } else {
        quotas[i] = Math.min(has[i], wants[i]);
      }
    }
    int left = total - IntStream.of(quotas).sum();
    return left < 0 ? takeBack(quotas, fair, -left) : handOut(quotas, left);
  }

  /** One that leaves counts as long as it has requests: none of them gives way to a float. */
  private boolean shares(int i) {
    return claims.get(i).stays() || demand[i] > 0;
  }

  private int want(int i) {
    return claims.get(i).stays() ? demand[i] + idleFloat : demand[i];
  }

  private boolean lacks(int i, int fair) {
    var claim = claims.get(i);
    return has[i] < fair && (claim.waiting() > 0 || (claim.stays() && has[i] < idleFloat));
  }

  private int[] takeBack(int[] quotas, int[] fair, int amount) {
    var surplus = new int[quotas.length];
    for (int i = 0; i < quotas.length; i++) {
      surplus[i] = Math.max(0, quotas[i] - fair[i]);
    }
    var kept = WaterFilling.share(IntStream.of(surplus).sum() - amount, surplus, order);
    for (int i = 0; i < quotas.length; i++) {
      quotas[i] -= surplus[i] - kept[i];
    }
    return quotas;
  }

  private int[] handOut(int[] quotas, int amount) {
    var rooms = new int[quotas.length];
    for (int i = 0; i < quotas.length; i++) {
      rooms[i] = claims.get(i).stays() ? amount : 0;
    }
    return WaterFilling.pour(amount, quotas, rooms);
  }

  /** Who comes first where slots cannot be shared evenly. */
  private int[] order() {
    var first =
        byTurns
            ? Comparator.<Integer>comparingInt(this::turn)
                .thenComparingLong(i -> claims.get(i).since())
            // Who has one keeps it.
            : Comparator.<Integer>comparingInt(i -> -has[i]);
    return IntStream.range(0, has.length)
        .boxed()
        .sorted(first.thenComparing(i -> claims.get(i).balancer()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int turn(int i) {
    if (has[i] == 0) {
      return 1;
    }
    return claims.get(i).turnOver() ? 2 : 0;
  }
}
