/** What is said of a command that is not served, and why it is not. */
import { betaOnly, commands } from './commands.ts';
import { GraphDoorError } from '../errors.ts';
import { metadataOnly, metadataReads } from './metadata-only.ts';
import { allCommands, documentedCommand } from '../permissions.ts';
import { notImplemented } from '../request-reading.ts';
import type { GraphSettings } from '../settings.ts';

/** Documented operations whose effect needs something that is not there yet. */
const missing: Readonly<Record<string, string>> = {
  'POST /communications/calls/{id}/addlargegalleryview':
    'Pictures are forwarded here and never put together into one: watch those of each participant over the media bridge.',
};

type Asked = { readonly method: string; readonly template: string; readonly version: string };

/** Whether a command is there in the version that was asked for. */
export function isServedIn(version: string, command: string): boolean {
  return version === 'beta' || !betaOnly.includes(command);
}

export function notServed(
  { method, template, version }: Asked,
  { metadataOnly: how }: Pick<GraphSettings, 'metadataOnly'>,
): GraphDoorError {
  const command = `${method} ${template}`;
  if (!isServedIn(version, command))
    return new GraphDoorError(
      'graph-door/unknown-path',
      `Resource not found for ${template}: it is of beta alone, under /beta${template}.`,
    );
  const allow = methodsOf(template, how === 'serve');
  if (metadataOnly.has(command)) {
    const why = metadataReads[command]
      ? 'It is refused here unless the setting metadataOnly is “serve”.'
      : 'No document says what it does.';
    const text = `${command} is in Graph's metadata, but not among its documented operations. ${why}`;
    return new GraphDoorError('graph-door/wrong-method', text, { allow });
  }
  if (documentedCommand(method, template)) return notImplemented(command, missing[command] ?? 'Nothing was done.');
  if (!isPath(template)) return new GraphDoorError('graph-door/unknown-path', `Resource not found for ${template}.`);
  return new GraphDoorError('graph-door/wrong-method', `${template} does not take ${method}.`, { allow });
}

function methodsOf(template: string, withReads: boolean): readonly string[] {
  const all = [...Object.keys(commands), ...(withReads ? Object.keys(metadataReads) : [])];
  return all.filter((each) => pathOf(each) === template).map((each) => each.slice(0, each.indexOf(' '))).toSorted(); // prettier-ignore
}

function isPath(template: string): boolean {
  return (
    [...Object.keys(commands), ...metadataOnly].some((each) => pathOf(each) === template) ||
    allCommands.some(({ path }) => path === template)
  );
}

function pathOf(command: string): string {
  return command.slice(command.indexOf(' ') + 1);
}
