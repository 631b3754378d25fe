/**
 * A middleware that, together with server.close(), ends every connection as soon as its answer is
 * out once `signal` aborts; Node by itself would keep it open for the keep-alive time-out.
 */
export function gracefulStop(server, signal) {
  const inFlight = new Set();

  signal.addEventListener('abort', () => inFlight.forEach(sayClose));

  return (req, res, next) => {
    inFlight.add(res);
    res.on('close', () => {
      inFlight.delete(res);
      // For an answer whose head had left before the signal.
      if (signal.aborted) server.closeIdleConnections();
    });
    if (signal.aborted) sayClose(res);
    next();
  };
}

function sayClose(res) {
  if (!res.headersSent) res.set('Connection', 'close');
}
