/** Starts a house, tells what there is to try, and stops it calmly at Ctrl-C. */
import { realClock } from '../base/clock.ts';
import { greeting } from '../server/greeting.ts';
import { openHouse } from '../server/house.ts';
import { configOf, type ConfigWords } from './config-words.ts';

export type StartWords = ConfigWords & {
  readonly verbose: boolean;
  readonly capture: boolean;
  readonly files: readonly string[];
  readonly isWatching: boolean;
};

/** Resolves with the exit code when the house was told to stop. A second Ctrl-C does not wait. */
export async function start({ verbose, capture, files, isWatching, ...words }: StartWords): Promise<number> {
  const read = await configOf(words);
  const house = await openHouse(
    { ...read, capture: capture || read.capture, log: verbose ? 'debug' : read.log },
    { clock: realClock(), botFiles: files, isWatching, onReload: (message) => process.stdout.write(`  ${message}\n`) },
  );
  process.stdout.write(greeting(house));
  // A bot's promise that nobody waited for: told, and no reason to hang up on everybody else.
  process.on('unhandledRejection', (reason) =>
    process.stderr.write(
      `  A promise failed and nobody waited for it: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`,
    ),
  );
  const stop = await stopSignal();
  process.stdout.write(`\n${stop}: hanging up and closing. Ctrl-C again to leave at once.\n`);
  process.once('SIGINT', () => process.exit(130));
  await house[Symbol.asyncDispose]();
  return 0;
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve(name));
  });
}
