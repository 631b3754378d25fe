package io.scaledapp.operator.serve;

import java.util.function.BooleanSupplier;

/** Whether this operator leads, for parts that are made before the one who knows. */
final class Leading implements BooleanSupplier {

  private volatile BooleanSupplier leads = () -> false;

  void of(BooleanSupplier leads) {
    this.leads = leads;
  }

  @Override
  public boolean getAsBoolean() {
    return leads.getAsBoolean();
  }
}
