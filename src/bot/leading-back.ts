/** The stack of what fails deep within a verb is full before it comes to the bot: its author wants to see the line there. */

/** To be called where the verb was awaited. Gives the same error, with the way from there to the bot below its stack. */
export function leadingBack(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const here: { stack?: string } = {};
  Error.captureStackTrace(here, leadingBack);
  const { stack = String(error) } = error;
  const way = (here.stack ?? '').split('\n').slice(1).filter((line) => !stack.includes(line)); // prettier-ignore
  if (way.length > 0) error.stack = [stack, ...way].join('\n');
  return error;
}
