/** The words after `rollcall bridge check`, read and checked. */
import { parseArgs } from 'node:util';

export type BridgeWords = {
  /** Where sessions are opened. */
  readonly sessionsUrl: string;
  readonly token: string;
  /** The file that brings up calls. */
  readonly driver: string;
  readonly only: string | undefined;
  readonly isJson: boolean;
};

/** What is wrong with them in sentences, none where help was asked for. Throws what `parseArgs` throws. */
export function bridgeWords(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): BridgeWords | { readonly wrong: readonly string[] } {
  const { values } = parseArgs({
    args: [...words],
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      driver: { type: 'string' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { wrong: [] };
  const { url = '', driver = '', only, json } = values;
  const token = values.token ?? environment['ROLLCALL_BRIDGE_TOKEN'] ?? '';
  const wrong: string[] = [];
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    wrong.push(`--url is the address of the bridge (https://…/bridge), and not “${url}”.`);
  if (token === '') wrong.push('--token is the application token of the bot, or stands in ROLLCALL_BRIDGE_TOKEN.');
  if (driver === '') wrong.push('--driver is a file that exports call(blob), which brings up a call.');
  if (wrong.length > 0) return { wrong };
  return { sessionsUrl: `${url.replace(/\/+$/, '')}/sessions`, token, driver, only, isJson: json };
}
