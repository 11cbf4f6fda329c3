/** Who lives in a house that nobody has configured: four people and the reference bots. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BotConfig, FullConfig, PersonConfig } from './config.ts';

/** The package's own folder: `bots/`, `assets/` and `console/` lie in it. */
export const packageFolder: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const sampleBots: readonly BotConfig[] = [
  {
    name: 'front desk',
    number: '100',
    file: botFile('front-desk'),
    says: 'Greets you and puts you through: 1 sales, 2 support, 0 a person',
  },
  { name: 'echo', number: '101', file: botFile('echo'), says: 'Asks you to speak and plays it back' },
  { name: 'voicemail', number: '102', file: botFile('voicemail'), says: 'Takes a message for whoever does not answer' },
  { name: 'announcer', number: '103', file: botFile('announcer'), says: 'Plays an announcement and shows slides, in meetings too' },
  {
    name: 'live echo',
    number: '104',
    file: botFile('live-echo'),
    says: 'Repeats all that you say a moment later; 1, 2, 3 choose how much later',
  },
  { name: 'roll call', number: '105', file: botFile('roll-call'), says: 'Greets everybody in a meeting and keeps the attendance' },
  {
    name: 'group caller',
    number: '106',
    file: botFile('group-caller'),
    says: 'Rings a whole group and brings those who want into your call',
  },
  {
    name: 'incident commander',
    number: '107',
    file: botFile('incident-commander'),
    says: 'Takes down an incident, fetches those on call, and keeps a time line',
  },
  { name: 'recorder', number: '108', file: botFile('recorder'), says: 'Records a meeting, with the consent of each who is in it' },
  {
    name: 'captioner',
    number: '109',
    file: botFile('captioner'),
    says: 'Captions a meeting in the language of each reader, and interprets it',
  },
  {
    name: 'meeting notes',
    number: '110',
    file: botFile('meeting-notes'),
    says: 'Keeps what is said in a meeting, and posts decisions, tasks and a recap',
  },
];

export const sampleHints: readonly { readonly number: string; readonly text: string }[] = [
  { number: '100', text: 'Dial 100 and hear the front desk. Press 1 for Grace, 2 for Alan, 0 for Katherine.' },
  { number: '202', text: 'Open this page in a second window, be Grace there, and take the call.' },
  { number: '101', text: 'Dial 101, say something, and hear yourself.' },
  { number: '105', text: 'Ring 105 from a meeting: roll call greets everybody, and answers “who is here” in the chat.' },
  { number: '109', text: 'Ring 109 from a meeting: the captioner shows what everybody says, in the language that you read or hear.' },
];

/** Gives every bot a number: its own, or the first free one from 110 on. */
export function numbered(
  bots: readonly BotConfig[],
  { people, apps }: Pick<FullConfig, 'apps'> & { readonly people: readonly PersonConfig[] },
): (BotConfig & { readonly number: string })[] {
  const taken = new Set([...people, ...apps, ...bots].map(({ number }) => number));
  let free = 110;
  return bots.map((bot) => {
    if (bot.number !== undefined) return { ...bot, number: bot.number };
    while (taken.has(String(free))) free++;
    taken.add(String(free));
    return { ...bot, number: String(free) };
  });
}

/** `front desk` → `front-desk`: the bot's place under `/bots/`. */
export function slugOf(name: string): string {
  return name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'bot'; // prettier-ignore
}

function botFile(name: string): string {
  const compiled = join(packageFolder, 'dist', 'bots', `${name}.js`);
  return existsSync(compiled) ? compiled : join(packageFolder, 'bots', `${name}.ts`);
}
