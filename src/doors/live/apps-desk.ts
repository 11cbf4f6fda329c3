/** Where pages have apps administered: what may be done and what a command must look like is decided behind it. */
import type { FactSource } from '../../base/facts.ts';
import type { AppOutcome, Apps } from '../../wire/live/apps.ts';
import type { PageError } from '../../wire/live/page-event.ts';

export interface AppsDesk {
  readonly facts: FactSource<AppsDeskFacts>;
  /** The apps as they are, without secrets. */
  list(): Promise<Apps>;
  /** Takes whatever a page sent; refuses in words, and says which field is at fault where it is one. */
  administer(command: unknown): Promise<{ readonly ok: true; readonly result: AppOutcome } | ({ readonly ok: false } & PageError)>;
}

/** Whoever changed them: a page, or the command line. */
export type AppsDeskFacts = { appsChanged: object };
