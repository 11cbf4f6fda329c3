/** The desk at which pages have apps administered; whatever the command line does to an open house passes it too, so that pages see it. */
import { Facts, type FactSource } from '../../base/facts.ts';
import { CertificateFault } from '../../doors/graph/identity/certificate.ts';
import type { AppsDesk, AppsDeskFacts } from '../../doors/live/apps-desk.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { AppOutcome, Apps, AppState } from '../../wire/live/apps.ts';
import type { PageError } from '../../wire/live/page-event.ts';
import { ServerError } from '../errors.ts';
import { adminCommandSchema, type AdminAnswer, type AdminCommand, type AppView } from './admin-command.ts';
import { mistakesIn } from './admin-route.ts';
import { setupOf } from './app-setup.ts';
import type { HousePlaces } from './house-places.ts';
import { usualPermissions } from '../../doors/graph/permissions.ts';
import { grantable } from './consent.ts';

export type PagesDeskOptions = {
  readonly administration: { carryOut(command: AdminCommand): Promise<AdminAnswer> };
  readonly directory: Directory;
  /** Where the house is found, asked when it is told. */
  readonly places: () => HousePlaces;
};

type Refusal = { readonly ok: false } & PageError;

/** Keys of the whole house are none of them. */
const fromPages: readonly AdminCommand['do'][] = ['app.add', 'app.grant', 'app.revoke', 'app.secret', 'app.certificate', 'app.remove'];
/** Where proposed numbers begin. */
const firstNumber = 300;

export class PagesDesk implements AppsDesk {
  readonly #options: PagesDeskOptions;
  readonly #facts = new Facts<AppsDeskFacts>();

  constructor(options: PagesDeskOptions) {
    this.#options = options;
  }

  get facts(): FactSource<AppsDeskFacts> {
    return this.#facts;
  }

  /** As the administration does, and tells pages. */
  async carryOut(command: AdminCommand): Promise<AdminAnswer> {
    const answer = await this.#options.administration.carryOut(command);
    if (answer.kind === 'removed' || (answer.kind === 'app' && command.do !== 'app.show')) this.#facts.tell('appsChanged', {});
    return answer;
  }

  async list(): Promise<Apps> {
    const { administration, directory } = this.#options;
    const answer = await administration.carryOut({ do: 'app.list' });
    const takenNumbers = [...directory.people, ...directory.apps].flatMap(({ number }) => (number === undefined ? [] : [number]));
    return {
      apps: answer.kind === 'apps' ? answer.apps.map((app) => this.#stateOf(app)) : [],
      tenants: directory.tenants,
      permissions: grantable.map((name) => ({ name, isUsual: usualPermissions.includes(name) })),
      takenNumbers,
      freeNumber: freeNumber(new Set(takenNumbers)),
    };
  }

  async administer(asked: unknown): Promise<{ readonly ok: true; readonly result: AppOutcome } | Refusal> {
    const command = adminCommandSchema.safeParse(asked);
    if (!command.success) {
      const field = command.error.issues[0]?.path[0];
      return refused('server/bad-app', `This cannot be done: ${mistakesIn(command.error)}.`, 'Correct it.', field?.toString());
    }
    if (!fromPages.includes(command.data.do))
      return refused('server/bad-app', `Pages cannot ask for ${command.data.do}.`, 'Use the command line: rollcall help names the words.');
    try {
      return { ok: true, result: this.#outcomeOf(await this.carryOut(command.data)) };
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      return refused(error.code, error.message, error.remedy, error.cause instanceof CertificateFault ? 'certificate' : undefined);
    }
  }

  #outcomeOf(answer: AdminAnswer): AppOutcome {
    if (answer.kind === 'app') return { kind: 'app', app: this.#stateOf(answer.app, answer.secret), secret: answer.secret };
    if (answer.kind === 'removed') return { kind: 'removed', appId: answer.app.appId, name: answer.app.name };
    throw new TypeError(`${answer.kind} is no answer to what pages ask for`);
  }

  #stateOf(app: AppView, secret?: string): AppState {
    return { ...app, setup: setupOf(app, this.#options.places(), secret) };
  }
}

function freeNumber(taken: ReadonlySet<string>): string {
  let free = firstNumber;
  while (taken.has(String(free))) free++;
  return String(free);
}

function refused(code: string, message: string, remedy: string, field?: string): Refusal {
  return { ok: false, code, message, remedy, field };
}
