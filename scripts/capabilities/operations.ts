/** Graph's operations one by one, from the tables by which the door serves them: what is served, what opens it, and who has checked it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aroundPermissions } from '../../src/doors/graph/around/around-permissions.ts';
import { aroundCommands } from '../../src/doors/graph/around/around-routes.ts';
import { betaOnly, commands } from '../../src/doors/graph/calls/commands.ts';
import { metadataOnly, metadataReads } from '../../src/doors/graph/calls/metadata-only.ts';
import { allCommands } from '../../src/doors/graph/permissions.ts';
import { commandOf, endpoints, surroundings } from '../../test/contract/endpoints.ts';

/** What Microsoft's package exports: `test/contract/microsoft-clients.test.ts` fails unless it has asked each of them. */
const drivenByMicrosoft = new Set([...endpoints.values()].map(commandOf));

/** What the stories of a meeting and of its recordings ask by name. */
const story = ['surroundings', 'recordings']
  .map((name) => readFileSync(join(import.meta.dirname, `../../test/contract/${name}.test.ts`), 'utf8'))
  .join('\n');
const drivenAround = new Set([...surroundings].filter(([name]) => story.includes(`'${name}'`)).map(([, endpoint]) => commandOf(endpoint)));

type Row = { readonly command: string; readonly permissions: readonly string[]; readonly here: string; readonly checked: string };

function onCalls(): readonly Row[] {
  const documented = new Map(allCommands.map(({ method, path, permissions }) => [`${method} ${path}`, permissions]));
  const all = new Set([...documented.keys(), ...Object.keys(commands), ...metadataOnly]);
  return [...all].filter((command) => command.includes(' /communications/calls')).map((command) => {
    return { command, permissions: documented.get(command) ?? [], here: callHere(command), checked: callChecked(command) };
  }); // prettier-ignore
}

function callHere(command: string): string {
  if (metadataOnly.has(command)) {
    const served = metadataReads[command] ? ', answered with `metadataOnly: serve`' : '';
    return `in the metadata only, undocumented: 405${served}`;
  }
  if (!commands[command]) return 'refused: 501, its effect does not exist yet';
  return betaOnly.includes(command) ? 'served (beta)' : 'served';
}

function callChecked(command: string): string {
  if (!drivenByMicrosoft.has(command)) return commands[command] ? uncontracted(command) : '';
  if (metadataOnly.has(command)) return "Microsoft's client, which is told 405";
  return commands[command] ? "Microsoft's client, the answer held against the v1.0 metadata" : "Microsoft's client, which is told 501";
}

/** What Microsoft's package does not export is of beta: no contract for it is at hand but names in an SDK. */
function uncontracted(command: string): string {
  return betaOnly.includes(command) ? 'our own tests; no contract at hand but the names in the beta SDK' : 'our own tests';
}

function aroundCalls(): readonly Row[] {
  const documented = new Map(aroundPermissions.map(({ method, template, permissions }) => [`${method} ${template}`, permissions]));
  return [...new Set([...Object.keys(aroundCommands), ...documented.keys()])].map((command) => {
    const isServed = command in aroundCommands;
    const here = isServed ? 'served' : 'refused: 501, or for signed-in people alone: 403';
    return { command, permissions: documented.get(command) ?? [], here, checked: aroundChecked(command) };
  });
}

function aroundChecked(command: string): string {
  // The metadata at hand have no chats.
  if (command.includes(' /chats/')) return "Microsoft's client; the answer held against the example on its page";
  if (drivenAround.has(command)) return "Microsoft's client, the answer held against the v1.0 metadata";
  return command in aroundCommands ? "our own tests, shapes held against Microsoft's types" : '';
}

function table(rows: readonly Row[]): string {
  const inOrder = rows.toSorted((a, b) => key(a.command).localeCompare(key(b.command)));
  const lines = inOrder.map(
    ({ command, permissions, here, checked }) => `| \`${command}\` | ${permissions.join(', ') || '–'} | ${here} | ${checked || '–'} |`,
  );
  return ['| operation | permission (any one) | here | checked by |', '|---|---|---|---|', ...lines].join('\n');
}

function key(command: string): string {
  const [method = '', path = ''] = command.split(' ');
  return `${path} ${method}`;
}

/** The chapters of the page. */
export const operations = `## Graph cloud communications, operation by operation

Paths are in lower case, as the door's tables have them. What is not served is refused, never acknowledged. “Microsoft's client” is \`@microsoft/teams.graph\` 2.0.16 with every endpoint that \`@microsoft/teams.graph-endpoints\` 2.0.16 exports below \`/communications/calls\`.

${table(onCalls())}

## What surrounds calls

Recordings and transcripts are those that bots and the switchboard have kept; call records and attendance come from the switchboard's own facts. [More on each](graph-surroundings.md).

${table(aroundCalls())}`;
