/** Finds the bot in a module, and watches the module's file so that saving it brings the new code. */
import { dirname, relative, resolve } from 'node:path';
import { watch } from 'chokidar';
import type { Clock } from '../base/clock.ts';
import { isBot, type Bot } from '../bot/bot.ts';
import { ServerError } from './errors.ts';
import { loadModule } from './load-module.ts';

/** Some editors save in several steps, with the file gone in between. */
const SETTLED_MS = 150;

/** The one bot that a file exports, under whatever name. Rejects with a `ServerError` that says what is wrong with the file. */
export async function loadBot(file: string): Promise<Bot> {
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await loadModule(resolve(file));
  } catch (cause) {
    throw new ServerError(
      'server/bad-bot',
      `${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Correct it and save it.',
      { cause },
    );
  }
  const bots = Object.values(exported).filter((value) => isBot(value));
  const [bot, ...more] = new Set(bots);
  if (bot && more.length === 0) return bot;
  const found = Object.keys(exported).join(', ') || 'nothing';
  throw new ServerError(
    'server/bad-bot',
    `${file} exports ${bot ? 'more than one bot' : 'no bot'} (it exports ${found}).`,
    "Write: export const bot = defineBot({ name: '…', async onCall(call) { … } })",
  );
}

export type WatchOptions = {
  readonly clock: Clock;
  readonly onLoaded: (bot: Bot) => void;
  /** The file was saved and cannot be loaded, or cannot be watched: the bot goes on as it was. */
  readonly onFailed: (error: unknown) => void;
};

/** Loads the bot again when its file, or other code in its folder or up to three below, is saved: a moment after the last of several saves. */
export async function watchBot(file: string, { clock, onLoaded, onFailed }: WatchOptions): Promise<AsyncDisposable> {
  const folder = dirname(resolve(file));
  const watcher = watch(folder, { ignoreInitial: true, depth: 3, ignored: (path) => isNoSource(relative(folder, path)) });
  let pending: Disposable | undefined;
  let saves = 0;
  watcher.on('all', (_, path) => {
    if (!/\.[cm]?[jt]sx?$|\.json$/.test(path)) return;
    pending?.[Symbol.dispose]();
    pending = clock.after(SETTLED_MS, () => {
      const save = ++saves;
      // Loading takes as long as it takes: what was saved last is what counts.
      const unlessOld = <T>(tell: (what: T) => void) => (what: T): void => void (save === saves && tell(what)); // prettier-ignore
      void loadBot(file).then(unlessOld(onLoaded), unlessOld(onFailed));
    });
  });
  watcher.on('error', (cause) => onFailed(unwatched(folder, cause)));
  await new Promise<void>((done) => void watcher.once('ready', done));
  return {
    async [Symbol.asyncDispose]() {
      saves++;
      pending?.[Symbol.dispose]();
      await watcher.close();
    },
  };
}

/** Most often the system's limit of watched files is reached. */
function unwatched(folder: string, cause: unknown): ServerError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ServerError('server/bad-bot', `Not all of ${folder} can be watched: ${why}`, 'Start again after saving.', { cause });
}

/** In the folder of a bot: what others made, and what programs write while they run. */
function isNoSource(path: string): boolean {
  return /(^|[\\/])(node_modules|\.git|\.rollcall|dist|vendor)([\\/]|$)/.test(path) || /\.(wav|md)$/.test(path);
}
