"""Loads of known shapes, in requests of each second: 50 of them keep one replica of the benchmark busy."""

import math

LOW, HIGH = 200, 2_000
HOUR = 3_600


def step():
    return [LOW] * 600 + [HIGH] * 1_200 + [LOW] * 1_200


def ramp():
    up = [LOW + (HIGH - LOW) * second // 600 for second in range(600)]
    return [LOW] * 300 + up + [HIGH] * 600 + up[::-1] + [LOW] * 900


def spike():
    return [LOW] * 900 + [2 * HIGH] * 10 + [LOW] * 1_500


def diurnal():
    """Four days, each of which takes an hour."""
    middle, reach = (HIGH + LOW) / 2, (HIGH - LOW) / 2
    return [round(middle - reach * math.cos(2 * math.pi * second / HOUR)) for second in range(4 * HOUR)]


def on_off(period):
    seconds = max(HOUR, 8 * period)
    return [HIGH if second % period < period / 2 else LOW for second in range(seconds)]


ALL = {"step": step(), "ramp": ramp(), "spike": spike(), "diurnal": diurnal()} | {
    f"on and off, {period} s": on_off(period) for period in (5, 10, 20, 30, 60, 120, 300, 600)
}
