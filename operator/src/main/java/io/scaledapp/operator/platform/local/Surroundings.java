package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.log.Logs;
import io.scaledapp.operator.platform.local.probe.Checker;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.Ports;

/** What all replicas of a platform share. */
record Surroundings(
    Launcher launcher, Ports ports, Checker checker, Logs logs, LocalOptions options) {}
