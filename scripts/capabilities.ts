/** Writes `docs/capabilities.md`: what works where, and what it was checked against. `--check` only says whether the file is up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/doors/graph/commands.ts';
import { allCommands } from '../src/doors/graph/permissions.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** `proof` names the tests that fail when it does not work here; `against` those who were at the other end. */
type Capability = { readonly what: string; readonly proof: readonly string[]; readonly against: string };

const chromium = 'Chromium (Debian), two browsers with fake microphones';
const capabilities: readonly Capability[] = [
  { what: 'A person calls a bot from a browser; the bot answers and speaks', proof: ['test/walks/front-desk.test.ts'], against: chromium },
  {
    what: 'Keys on the page drive the bot (RFC 4733)',
    proof: ['test/walks/front-desk.test.ts', 'src/engine/webrtc-peer.test.ts'],
    against: chromium,
  },
  {
    what: 'Blind transfer to a person, back to the bot when nobody answers',
    proof: ['test/walks/front-desk.test.ts', 'src/switchboard/passing-on.test.ts'],
    against: chromium,
  },
  { what: 'Two people hear each other', proof: ['test/walks/front-desk.test.ts'], against: chromium },
  {
    what: 'Recording of what the caller says (recordResponse), with all its ends',
    proof: ['src/engine/hosted-leg.test.ts', 'src/doors/graph/operations.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Voicemail: left, seen unread, played, deleted',
    proof: ['test/walks/front-desk.test.ts', 'src/services/voicemail/voicemail.test.ts'],
    against: chromium,
  },
  {
    what: 'Calls that nobody answers are forwarded to a bot',
    proof: ['test/walks/front-desk.test.ts', 'src/switchboard/ringing.test.ts'],
    against: chromium,
  },
  { what: 'A bot calls a person (POST /communications/calls)', proof: ['src/doors/graph/graph-door.test.ts'], against: 'our own parties' },
  {
    what: 'Redirect to one or many, the first to answer takes it',
    proof: ['src/switchboard/passing-on.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Signed notifications: signature, issuer, audience, tenant, expiry',
    proof: ['src/platforms/graph/notifications.test.ts', 'src/doors/graph/notifier.test.ts'],
    against: 'jose',
  },
  { what: 'Tokens by OAuth 2.0 client credentials (secret)', proof: ['src/doors/graph/identity.test.ts'], against: 'our own parties' },
  {
    what: 'Prompts fetched behind a guard against server-side request forgery',
    proof: ['src/doors/graph/guarded-fetch.test.ts', 'src/doors/graph/prompts.test.ts'],
    against: 'our own parties',
  },
  {
    what: 'Call inspector: every message between the halves, live',
    proof: ['test/walks/inspector.test.ts', 'src/views/ladder.test.ts'],
    against: chromium,
  },
];

const missing = capabilities.flatMap(({ proof }) => proof).filter((file) => !existsSync(join(root, file)));
if (missing.length > 0) throw new Error(`named as proof, but not there: ${[...new Set(missing)].join(', ')}`);

const text = `# What works where

Written by \`npm run capabilities\`; the tests that are named fail when it stops being so.

“Here” is the switchboard of this package. “Teams” is Microsoft Teams itself: the bots speak the same API there, but **nobody has run them on Teams yet**, so every line says *not verified live*.

| what | here | Teams | proved by | at the other end |
|---|---|---|---|---|
${capabilities.map(({ what, proof, against }) => `| ${what} | works | not verified live | ${proof.map((file) => `[${file.split('/').at(-1) ?? file}](../${file})`).join(', ')} | ${against} |`).join('\n')}

Browsers: Chromium and what is built on it (Chrome, Edge), checked with Debian's Chromium in the walks above. Firefox and Safari have not been tried.

## Graph cloud communications, operation by operation

The documented operations on calls, from Microsoft's published permission table. What is not served is refused with \`501 NotImplemented\`, never acknowledged.

| operation | permission, least first | here |
|---|---|---|
${allCommands
  .filter(({ path }) => path.startsWith('/communications/calls'))
  .map(
    ({ method, path, permissions }) =>
      `| \`${method} ${path}\` | ${permissions.join(', ')} | ${commands[`${method} ${path}`] ? 'served' : 'refused: not implemented'} |`,
  )
  .join('\n')}
`;

const file = join(root, 'docs', 'capabilities.md');
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/capabilities.md is not up to date: run "npm run capabilities".');
  process.exit(1);
}
