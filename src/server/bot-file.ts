/** Finds the bot in a module, and watches the module's file so that saving it brings the new code. */
import { basename, dirname, resolve } from 'node:path';
import { watch } from 'chokidar';
import type { Clock } from '../base/clock.ts';
import { isBot, type Bot } from '../bot/bot.ts';
import { ServerError } from './errors.ts';
import { loadModule } from './load-module.ts';

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
  /** The file was saved and cannot be loaded: the bot goes on as it was. */
  readonly onFailed: (error: unknown) => void;
};

/** Loads the bot again when a file of its folder's code is saved, a moment after the last of several saves. */
export function watchBot(file: string, { clock, onLoaded, onFailed }: WatchOptions): AsyncDisposable {
  const watcher = watch(dirname(resolve(file)), {
    ignoreInitial: true,
    depth: 3,
    ignored: (path) => /(^|[\\/])(node_modules|\.git|\.rollcall|dist|vendor)([\\/]|$)/.test(path) || /\.(wav|md)$/.test(basename(path)),
  });
  let pending: Disposable | undefined;
  watcher.on('all', (_, path) => {
    if (!/\.[cm]?[jt]sx?$|\.json$/.test(path)) return;
    pending?.[Symbol.dispose]();
    pending = clock.after(60, () => void loadBot(file).then(onLoaded, onFailed));
  });
  return {
    async [Symbol.asyncDispose]() {
      pending?.[Symbol.dispose]();
      await watcher.close();
    },
  };
}
