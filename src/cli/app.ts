/** `rollcall app` and `rollcall keys`: registers bots, consents for tenants, replaces secrets and keys; whether the house is open or not. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { realClock } from '../base/clock.ts';
import { realRandom } from '../base/random.ts';
import type { AdminCommand } from '../server/apps/admin-command.ts';
import { administer } from '../server/apps/administer.ts';
import { ServerError } from '../server/errors.ts';
import { programAnswer, writtenAnswer } from './app-answer.ts';
import { configOf } from './config-words.ts';

export const appHelp: string = `  rollcall app add --name <name> [--webhook <url> --number <number>] [--says <text>] [--tenant <tenant>]
                   [--permission <name> …] [--certificate <file.pem>]
                             Registers a bot in any language; prints what it has to be told
  rollcall app list          The apps that there are
  rollcall app show <app>    One of them, by id or name, with its addresses and variables
  rollcall app grant <app> --permission <name> … [--tenant <tenant>]
  rollcall app revoke <app> [--permission <name> …] [--tenant <tenant>]
                             Consents as an administrator of a tenant would, or takes it back
  rollcall app secret <app> [--at-once]
                             A new secret; older ones serve for a day yet, or end at once
  rollcall app certificate <app> <file.pem>
  rollcall app remove <app>
  rollcall keys rotate [--at-once]
                             A new signing key; it signs a day later, when bots have read it;
                             --at-once: from now on, and all that older ones signed is void
                             (each of these with --json for programs)
`;

type Words = ReturnType<typeof wordsIn>;
export type AppOutput = { readonly out: (text: string) => void; readonly error: (text: string) => void };

/** `app` or `keys`, then what follows it. Gives the exit code. Rejects with what the house refuses. */
export async function app(noun: 'app' | 'keys', words: readonly string[], { out, error }: AppOutput): Promise<number> {
  const { values, positionals } = wordsIn(words);
  if (values.help) {
    out(appHelp);
    return 0;
  }
  const command = await commandOf(noun, positionals, values);
  if (!command) {
    error(`“rollcall ${[noun, ...words].join(' ')}” is not understood.\n\n${appHelp}`);
    return 2;
  }
  const done = await administer(command, await configOf(values), { clock: realClock(), random: realRandom() });
  out(values.json ? `${JSON.stringify(programAnswer(done), null, 2)}\n` : writtenAnswer(done));
  return 0;
}

function wordsIn(words: readonly string[]) {
  // prettier-ignore
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      webhook: { type: 'string' },
      number: { type: 'string' },
      says: { type: 'string' },
      tenant: { type: 'string' },
      permission: { type: 'string', multiple: true },
      certificate: { type: 'string' },
      'at-once': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

async function commandOf(
  noun: 'app' | 'keys',
  [verb, name, file, ...more]: readonly string[],
  values: Words['values'],
): Promise<AdminCommand | undefined> {
  const { tenant, permission } = values;
  const isAtOnce = values['at-once'];
  if (more.length > 0 || (file !== undefined && verb !== 'certificate')) return undefined;
  if (noun === 'keys') return verb === 'rotate' && name === undefined ? { do: 'keys.rotate', isAtOnce } : undefined;
  if (name === undefined) {
    if (verb === 'list') return { do: 'app.list' };
    return verb === 'add' && values.name !== undefined ? added(values.name, values) : undefined;
  }
  switch (verb) {
    case 'show':
    case 'remove':
      return { do: `app.${verb}`, app: name };
    case 'grant':
      return permission && { do: 'app.grant', app: name, tenant, permissions: permission };
    case 'revoke':
      return { do: 'app.revoke', app: name, tenant, permissions: permission };
    case 'secret':
      return { do: 'app.secret', app: name, isAtOnce };
    case 'certificate':
      return file === undefined ? undefined : { do: 'app.certificate', app: name, certificate: await pemIn(file) };
    default:
      return undefined;
  }
}

/** `--permission none` is consent to nothing. */
async function added(name: string, values: Words['values']): Promise<AdminCommand> {
  const { webhook, number, says, tenant, permission, certificate } = values;
  const permissions = permission?.length === 1 && permission[0] === 'none' ? [] : permission;
  const pem = certificate === undefined ? undefined : await pemIn(certificate);
  return { do: 'app.add', name, webhook, number, says, tenant, permissions, certificate: pem };
}

/** The certificates of a file: a private key beside them goes nowhere. */
async function pemIn(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new ServerError('server/bad-app', `The file ${file} cannot be read.`, 'Name a PEM file with a certificate.', { cause });
  }
  return text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)?.join('\n') ?? '';
}
