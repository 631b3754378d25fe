/**
 * A revision on trial: how many of an app's requests it gets, and whether it is no worse than the
 * one before. Pure functions but for the tally of what balancers report.
 */
@NullMarked
package io.scaledapp.operator.app.canary;

import org.jspecify.annotations.NullMarked;
