/** What came of a word about apps or keys: for people in the terminal, and for programs as JSON. */
import type { AppView } from '../server/apps/admin-command.ts';
import type { Administered } from '../server/apps/administer.ts';
import { setupOf, type AppSetup } from '../server/apps/app-setup.ts';

/** The answer, with all that the bot has to be told where it is about one app. */
export function programAnswer({ answer, places, isOpen }: Administered): object {
  const setup = answer.kind === 'app' && places ? setupOf(answer.app, places, answer.secret) : undefined;
  return { ...answer, isOpen, ...(setup ? { setup } : {}) };
}

export function writtenAnswer({ answer, places, isOpen }: Administered): string {
  switch (answer.kind) {
    case 'apps':
      return listed(answer.apps);
    case 'removed':
      return `\n  “${answer.app.name}” (${answer.app.appId}) is removed. Tokens that it has are refused with 403 and 7503 from now on.\n\n`;
    case 'key':
      return `\n  The key ${answer.kid} signs from ${timeOf(answer.signsFromMs)} on.\n\n`;
    case 'app': {
      const setup = places && setupOf(answer.app, places, answer.secret);
      const closed = isOpen ? '' : '  The house is closed: rollcall start opens it, at the addresses of its configuration.\n';
      return `\n${about(answer.app, answer.secret)}\n${setup ? told(setup) : ''}${closed}\n`;
    }
  }
}

function listed(apps: readonly AppView[]): string {
  if (apps.length === 0) return '\n  There are no apps.\n\n';
  const rows = apps.map(({ number = '–', name, appId, isRegistered }) => [number, name, appId, isRegistered ? 'registered' : 'configured']);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return `\n${rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`).join('\n')}\n\n`;
}

function about(app: AppView, secret: string | undefined): string {
  const lines: [string, string][] = [
    ['name', app.name],
    ['app id', app.appId],
    ['tenant', app.tenantId],
    ...(secret === undefined ? [] : [['secret', `${secret}   (shown this once)`] as [string, string]]),
    ['number', app.number ?? 'none: it can only place calls'],
    ['web hook', app.webhook ?? 'none'],
    ...app.credentials.map((each): [string, string] => [each.kind, credential(each)]),
    ...Object.entries(app.grants).map(([tenant, roles]): [string, string] => [
      'permissions',
      `${roles.join(', ') || 'none'}${tenant === app.tenantId ? '' : `   (in ${tenant})`}`,
    ]),
  ];
  return table(lines);
}

function credential(each: AppView['credentials'][number]): string {
  const ends = each.endsMs === undefined ? '' : `, until ${timeOf(each.endsMs)}`;
  return each.kind === 'secret' ? `begins with ${each.hint}${ends}` : `thumbprint ${each.thumbprint}${ends}`;
}

function told({ endpoints, secureEndpoints, proxy, certificate, environment, carrier }: AppSetup): string {
  const secure = secureEndpoints
    ? `\n  Over HTTPS${certificate === undefined ? '' : `, for whoever trusts ${certificate}`}\n${addresses(secureEndpoints)}`
    : '';
  return `
  Addresses
${addresses(endpoints)}${secure}
  Variables, as Microsoft's libraries and samples read them
${Object.entries(environment).map(([name, value]) => `    ${name}=${shellWord(value)}`).join('\n')}

  Microsoft's own host names written into the program: HTTPS_PROXY=${proxy} (rollcall ca show tells the rest)

  A bot of Rollcall's kit, in rollcall.config.ts
    carrier: ${JSON.stringify(carrier, null, 2).replaceAll('\n', '\n    ').replace(/"(\w+)":/g, '$1:')}
`; // prettier-ignore
}

function addresses(endpoints: AppSetup['endpoints']): string {
  return table([
    ['Graph', endpoints.graph],
    ['token', endpoints.token],
    ['authority', endpoints.authority],
    ['OpenID configuration', endpoints.openId],
    ['keys', endpoints.keys],
    ['OpenID configuration of notifications', endpoints.notificationOpenId],
    ['Media bridge', endpoints.bridge],
  ]);
}

function table(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `    ${name.padEnd(width)}  ${value}\n`).join('');
}

function shellWord(value: string): string {
  return /^[\w./:@=+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
