/** Carries out what an administrator says: registering apps, consenting for tenants, replacing secrets and keys. */
import type { Random } from '../../base/random.ts';
import { CertificateFault, certificateCredential, type CertificateCredential } from '../../doors/graph/identity/certificate.ts';
import { tenantNamed } from '../../doors/graph/identity/tenant-names.ts';
import type { SigningKeys } from '../../doors/graph/identity/signing-keys.ts';
import type { AppCredential, AppEntry, Directory } from '../../switchboard/directory.ts';
import { ServerError } from '../errors.ts';
import type { AdminAnswer, AdminCommand, AppView } from './admin-command.ts';
import type { AppRegistry } from './app-registry.ts';
import { usualPermissions } from '../../doors/graph/permissions.ts';
import { grantable } from './consent.ts';
import { isOnThisMachine } from './kept-app.ts';

export type AdministrationOptions = {
  readonly registry: AppRegistry;
  /** With the registered apps in it, whenever it is looked at. */
  readonly directory: Directory;
  readonly keys: Pick<SigningKeys, 'rotate'>;
  readonly random: Random;
};

export class Administration {
  readonly #options: AdministrationOptions;

  constructor(options: AdministrationOptions) {
    this.#options = options;
  }

  /** Rejects with a `ServerError` that says what cannot be and what can. */
  async carryOut(command: AdminCommand): Promise<AdminAnswer> {
    const { registry, directory, keys } = this.#options;
    switch (command.do) {
      case 'app.add':
        return this.#add(command);
      case 'app.list':
        return { kind: 'apps', apps: directory.apps.map((app) => this.#view(app)) };
      case 'app.show':
        return { kind: 'app', app: this.#view(this.#found(command.app)) };
      case 'app.grant': {
        const { appId, tenantId } = this.#registered(command.app);
        await registry.grant(appId, this.#tenant(command.tenant, tenantId), known(command.permissions));
        return this.#shown(appId);
      }
      case 'app.revoke': {
        const { appId, tenantId } = this.#registered(command.app);
        await registry.revoke(appId, this.#tenant(command.tenant, tenantId), command.permissions ? known(command.permissions) : 'all');
        return this.#shown(appId);
      }
      case 'app.secret': {
        const { appId } = this.#registered(command.app);
        const secret = await registry.newSecret(appId, { isAtOnce: command.isAtOnce ?? false });
        return { ...this.#shown(appId), secret };
      }
      case 'app.certificate': {
        const { appId } = this.#registered(command.app);
        await registry.addCertificate(appId, this.#certificate(command.certificate));
        return this.#shown(appId);
      }
      case 'app.remove': {
        const app = this.#registered(command.app);
        await registry.remove(app.appId);
        return { kind: 'removed', app: { ...this.#view(app), isRegistered: false } };
      }
      case 'keys.rotate':
        return { kind: 'key', ...(await keys.rotate({ isAtOnce: command.isAtOnce ?? false })) };
    }
  }

  async #add(command: AdminCommand & { readonly do: 'app.add' }): Promise<AdminAnswer> {
    const { registry, directory } = this.#options;
    const { name, number, webhook, says = '', certificate } = command;
    if (webhook !== undefined) checkWebhook(webhook);
    if (number !== undefined && webhook === undefined)
      throw new ServerError(
        'server/bad-app',
        `The number ${number} would ring nowhere.`,
        'Say with --webhook where calls to it are announced.',
      );
    const app = {
      name,
      number,
      webhook,
      says,
      tenantId: this.#tenant(command.tenant, directory.tenantId),
      permissions: command.permissions ? known(command.permissions) : usualPermissions,
      ...(certificate === undefined ? {} : { certificate: this.#certificate(certificate) }),
    };
    const { appId, secret } = await registry.add(app, () => checkIsFree(directory, { name, number }));
    return { ...this.#shown(appId), secret };
  }

  #tenant(name: string | undefined, otherwise: string): string {
    const { directory } = this.#options;
    if (name === undefined) return otherwise;
    const tenant = tenantNamed(directory, name);
    if (tenant !== undefined && tenant !== 'any') return tenant.tenantId;
    const there = directory.tenants.map((each) => `${each.name} (${each.tenantId})`).join(', ');
    throw new ServerError('server/bad-app', `There is no tenant "${name}".`, `There are: ${there}. Others are added in the configuration.`);
  }

  #certificate(pem: string): CertificateCredential {
    try {
      return certificateCredential(pem, this.#options.random);
    } catch (cause) {
      if (!(cause instanceof CertificateFault)) throw cause;
      throw new ServerError('server/bad-app', `The certificate cannot serve. ${cause.message}`, 'Give another file.', { cause });
    }
  }

  #found(idOrName: string): AppEntry {
    const { apps } = this.#options.directory;
    const wanted = idOrName.toLowerCase();
    const found = apps.find(({ appId }) => appId.toLowerCase() === wanted) ?? apps.find(({ name }) => name.toLowerCase() === wanted);
    if (found) return found;
    const there = apps.map(({ name }) => name).join(', ') || 'none';
    throw new ServerError('server/unknown-app', `There is no app "${idOrName}".`, `Name it by id or name. There are: ${there}.`);
  }

  #registered(idOrName: string): AppEntry {
    const app = this.#found(idOrName);
    if (this.#options.registry.apps.some(({ appId }) => appId === app.appId)) return app;
    throw new ServerError(
      'server/bad-app',
      `“${app.name}” stands in the configuration, or is one of the house's own bots.`,
      'Change it in rollcall.config.ts; only apps that were added with rollcall app add are changed here.',
    );
  }

  #shown(appId: string): AdminAnswer & { readonly kind: 'app' } {
    return { kind: 'app', app: this.#view(this.#found(appId)) };
  }

  #view({ appId, tenantId, name, number, webhook, says, grants, credentials }: AppEntry): AppView {
    const isRegistered = this.#options.registry.apps.some((each) => each.appId === appId);
    return { appId, tenantId, name, number, webhook, says, grants, credentials: credentials.map(credentialView), isRegistered };
  }
}

function credentialView(credential: AppCredential): AppView['credentials'][number] {
  const { kind, keyId, endsMs } = credential;
  if (kind === 'secret') return { kind, keyId, hint: credential.hint, endsMs };
  return { kind, keyId, thumbprint: Buffer.from(credential.sha1, 'base64url').toString('hex').toUpperCase(), endsMs };
}

/** In the table's spelling, whatever the case. */
function known(permissions: readonly string[]): readonly string[] {
  return permissions.map((asked) => {
    const found = grantable.find((each) => each.toLowerCase() === asked.toLowerCase());
    if (found !== undefined) return found;
    throw new ServerError('server/bad-app', `There is no permission "${asked}".`, `There are:\n  ${grantable.join('\n  ')}`);
  });
}

function checkWebhook(webhook: string): void {
  const { protocol, username, password } = new URL(webhook);
  const isReachable = protocol === 'https:' || (protocol === 'http:' && isOnThisMachine(webhook));
  if (isReachable && !username && !password) return;
  throw new ServerError(
    'server/bad-app',
    `Calls cannot be announced at ${protocol}//${new URL(webhook).host}.`,
    'The web hook is https://…, or http:// on this machine (localhost, 127.0.0.1); without a name and a password in it.',
  );
}

function checkIsFree({ apps, people }: Directory, { name, number }: { readonly name: string; readonly number: string | undefined }): void {
  const all = [...people, ...apps];
  const owner = number === undefined ? undefined : all.find((each) => each.number === number);
  if (owner)
    throw new ServerError('server/bad-app', `The number ${String(number)} belongs to ${owner.name}.`, 'Choose a number that is free.');
  if (apps.some((app) => app.name.toLowerCase() === name.toLowerCase()))
    throw new ServerError('server/bad-app', `There is an app called “${name}” already.`, 'Choose another name, or remove that one first.');
}
