-- Prints a run's result as one line of JSON. No hook runs for a request, so wrk stays as fast as it is.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"units": %d, "seconds": %.6f, "p50_us": %d, "p99_us": %d, "p999_us": %d, "errors": %d}\n',
    summary.requests,
    summary.duration / 1e6,
    latency:percentile(50),
    latency:percentile(99),
    latency:percentile(99.9),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
