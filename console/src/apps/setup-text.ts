/** What a bot has to be told, as the text of a file. */
import type { AppSetup } from '../../../src/wire/live/apps.ts';

/** Variables and names under which the secret itself stands. */
const ofSecret = ['MicrosoftAppPassword', 'AZURE_CLIENT_SECRET', 'secret'];

/** With the secret in its places for as long as it is known. */
export function withSecret(setup: AppSetup, secret: string | undefined): AppSetup {
  if (secret === undefined) return setup;
  const filled = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, ofSecret.includes(name) ? secret : value]));
  return { ...setup, environment: filled(setup.environment), carrier: filled(setup.carrier) };
}

/** `NAME=value` lines, quoted where a shell would read more into them. */
export function environmentText({ environment }: AppSetup): string {
  return Object.entries(environment).map(([name, value]) => `${name}=${shellWord(value)}`).join('\n'); // prettier-ignore
}

export function carrierText({ carrier }: AppSetup): string {
  const lines = Object.entries(carrier).map(([name, value]) => `  ${name}: '${value.replace(/['\\]/g, '\\$&')}',`);
  return ['carrier: {', ...lines, '}'].join('\n');
}

function shellWord(value: string): string {
  return /^[\w./:@=+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
