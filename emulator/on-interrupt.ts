/**
 * A signal that Ctrl-C (and SIGTERM) give: the work in hand ends what it has started and throws. A second
 * Ctrl-C ends this process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error('breaking off; once more ends at once');
    controller.abort(new Error('broken off'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
