/** Starts a house, tells what there is to try, and stops it calmly at Ctrl-C. */
import { realClock } from '../base/clock.ts';
import { readConfig } from '../server/config-file.ts';
import { greeting } from '../server/greeting.ts';
import { openHouse } from '../server/house.ts';

export type StartWords = {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly data?: string | undefined;
  readonly config?: string | undefined;
  readonly verbose: boolean;
  readonly files: readonly string[];
  readonly isWatching: boolean;
};

/** Resolves with the exit code when the house was told to stop. A second Ctrl-C does not wait. */
export async function start({ port, host, data, config, verbose, files, isWatching }: StartWords): Promise<number> {
  const environment = {
    ...process.env,
    ...(port && { PORT: port }),
    ...(host && { ROLLCALL_HOST: host }),
    ...(data && { ROLLCALL_DATA: data }),
  };
  const read = await readConfig(process.cwd(), environment, config);
  const house = await openHouse(
    { ...read, log: verbose ? 'debug' : read.log },
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
