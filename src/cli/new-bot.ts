/** The files of a new bot project. */

/** By name. `packages` are the versions of what the project needs. */
export function newBotFiles(name: string, packages: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    'package.json': `${JSON.stringify(
      {
        name: packageNameOf(name),
        private: true,
        type: 'module',
        scripts: { start: 'rollcall dev bot.ts', test: 'node --import jiti/register --test bot.test.ts' },
        dependencies: packages,
        devDependencies: { jiti: '2.7.0' },
      },
      null,
      2,
    )}\n`,
    'bot.ts': bot,
    'bot.test.ts': test,
    'README.md': readme(name),
    '.gitignore': 'node_modules/\n.rollcall/\n',
  };
}

/** What npm takes as a name. A package of the name of its own dependency could not be told from it. */
function packageNameOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase(); // prettier-ignore
  const slug = plain.replace(/[^a-z0-9]+/g, '-').slice(0, 100).replace(/^-|-$/g, ''); // prettier-ignore
  return slug === '' || slug.startsWith('rollcall') || slug === 'node-modules' ? 'my-bot' : slug;
}

const bot = `/** Greets whoever calls, and asks for a key. Save this file while "npm start" runs: the next call hears the change. */
import { defineBot } from 'rollcall';

export const bot = defineBot({
  name: 'my bot',

  async onCall(call, { clock }) {
    await call.answer();
    const choice = await call.ask({
      prompt: 'Hello. Press 1 to hear the time, or 2 to leave.',
      keys: ['1', '2'],
      noInput: 'I did not hear a key.',
      noMatch: 'There is only 1 or 2.',
    });
    // This clock is the test's own in a test, so that the time is known there.
    const now = new Date(clock.wallMs());
    if (choice.kind === 'key' && choice.key === '1') await call.say(\`It is \${now.toLocaleTimeString('en', { timeStyle: 'short' })}.\`);
    await call.say('Goodbye.');
  },
});
`;

const test = `/** Calls the bot without a telephone: run it with "npm test". */
import { test } from 'node:test';
import { withLab } from 'rollcall/testing';
import { bot } from './bot.ts';

const quarterPastNine = new Date(2030, 0, 15, 9, 15).getTime();

test('a caller who presses 1 is told the time', () =>
  withLab({ bots: [bot], startMs: quarterPastNine }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/i);
    await line.presses('1');
    await line.hears(/it is 9:15/i);
    await line.hears(/goodbye/i);
    await line.isHungUpOn();
  }));

test('a caller who presses nothing is asked again', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/i);
    await line.hears(/did not hear/i);
    await line.hears(/press 1/i);
    await line.hangsUp();
  }));
`;

function readme(name: string): string {
  return `# ${name}

\`\`\`sh
npm install
npm start   # opens a switchboard with this bot; dial its number on the page that the terminal names
npm test    # calls the bot without a telephone
\`\`\`

The bot is in \`bot.ts\`. Save it while \`npm start\` runs, and the next call meets the new code.
`;
}
