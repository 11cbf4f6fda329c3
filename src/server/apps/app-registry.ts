/** The apps that an administrator registered: kept in the data folder, and in the directory from the moment they are kept. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { newSecret, secretCredential } from '../../doors/graph/identity/client-secret.ts';
import type { CertificateCredential } from '../../doors/graph/identity/certificate.ts';
import type { BlobStore } from '../../store/blob-store.ts';
import type { AppCredential, AppEntry } from '../../switchboard/directory.ts';
import { ServerError } from '../errors.ts';
import { readApps, writeApps } from './app-shelf.ts';
import { entryOf, type KeptApp } from './kept-app.ts';

export type NewApp = {
  readonly name: string;
  readonly tenantId: string;
  readonly number?: string | undefined;
  readonly webhook?: string | undefined;
  readonly says: string;
  readonly permissions: readonly string[];
  /** Given: it proves itself by this, and gets no secret. */
  readonly certificate?: CertificateCredential | undefined;
};

type Options = { readonly secrets: BlobStore; readonly clock: Clock; readonly random: Random };

/** How long an old secret serves beside a new one. */
const overlapMs = 24 * 60 * 60_000;

/** Changes come one after the other, and count when they are on disk. */
export class AppRegistry {
  readonly #options: Options;
  #kept: readonly KeptApp[];
  #apps: readonly AppEntry[];
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: Options, kept: readonly KeptApp[]) {
    this.#options = options;
    this.#kept = kept;
    this.#apps = kept.map(entryOf);
  }

  static async open(options: Options): Promise<AppRegistry> {
    return new AppRegistry(options, await readApps(options.secrets));
  }

  get apps(): readonly AppEntry[] {
    return this.#apps;
  }

  /** `check` is asked at the moment of adding, when nothing can come between. The secret is told this once. */
  add({ certificate, permissions, ...app }: NewApp, check: () => void): Promise<{ readonly appId: string; readonly secret?: string }> {
    return this.#inTurn(async () => {
      check();
      const { clock, random } = this.#options;
      const appId = random.uuid();
      const secret = certificate ? undefined : newSecret(random);
      const credentials: AppCredential[] = [...(certificate ? [certificate] : []), ...(secret ? [secretCredential(secret, random)] : [])];
      await this.#keep([...this.#kept, { ...app, appId, credentials, grants: { [app.tenantId]: permissions }, madeMs: clock.wallMs() }]);
      return { appId, ...(secret === undefined ? {} : { secret }) };
    });
  }

  grant(appId: string, tenantId: string, permissions: readonly string[]): Promise<void> {
    return this.#change(appId, ({ grants, ...app }) => {
      return { ...app, grants: { ...grants, [tenantId]: [...new Set([...(grants[tenantId] ?? []), ...permissions])] } };
    });
  }

  /** Takes back some permissions, or all and with them the app's being known in a tenant that is not its home. */
  revoke(appId: string, tenantId: string, permissions: readonly string[] | 'all'): Promise<void> {
    return this.#change(appId, ({ grants, ...app }) => {
      const { [tenantId]: there = [], ...elsewhere } = grants;
      if (permissions === 'all') return { ...app, grants: elsewhere };
      return { ...app, grants: { ...elsewhere, [tenantId]: there.filter((each) => !permissions.includes(each)) } };
    });
  }

  /** A new secret. Older ones serve for a day yet, so that the bot can be told without a gap; with `isAtOnce` they end now. */
  async newSecret(appId: string, { isAtOnce }: { readonly isAtOnce: boolean }): Promise<string> {
    const { clock, random } = this.#options;
    const secret = newSecret(random);
    const untilMs = clock.wallMs() + overlapMs;
    await this.#change(appId, ({ credentials, ...app }) => {
      const others = credentials
        .filter((each) => each.kind !== 'secret' || (!isAtOnce && clock.wallMs() < (each.endsMs ?? Infinity)))
        .map((each) => (each.kind === 'secret' ? { ...each, endsMs: Math.min(each.endsMs ?? untilMs, untilMs) } : each));
      return { ...app, credentials: [...others, secretCredential(secret, random)] };
    });
    return secret;
  }

  addCertificate(appId: string, certificate: CertificateCredential): Promise<void> {
    return this.#change(appId, ({ credentials, ...app }) => {
      const others = credentials.filter((each) => each.kind !== 'certificate' || each.sha256 !== certificate.sha256);
      return { ...app, credentials: [...others, certificate] };
    });
  }

  remove(appId: string): Promise<void> {
    return this.#inTurn(() => this.#keep(this.#kept.filter((each) => each.appId !== appId)));
  }

  #change(appId: string, change: (app: KeptApp) => KeptApp): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#kept.some((each) => each.appId === appId))
        throw new ServerError('server/unknown-app', `The app ${appId} was removed meanwhile.`, 'rollcall app list tells which there are.');
      await this.#keep(this.#kept.map((each) => (each.appId === appId ? change(each) : each)));
    });
  }

  async #keep(apps: readonly KeptApp[]): Promise<void> {
    await writeApps(this.#options.secrets, apps);
    this.#kept = apps;
    this.#apps = apps.map(entryOf);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
