/** Asking to be let share a screen, as Graph wants it in group calls and meetings; in a call between two nobody has to ask. */
import type { Log } from '../../../base/log.ts';
import type { CallLife } from '../call-life.ts';
import type { CallsApi } from '../client/calls-api.ts';

export type SharingRoleOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'changeScreenSharingRole'>;
  readonly life: CallLife;
  readonly log: Log;
  /** It may share from now on, or need not ask. */
  readonly onSharer: () => void;
};

/** Source: Graph docs, api/call-changescreensharingrole. */
export class SharingRole {
  readonly #options: SharingRoleOptions;
  #state: 'viewer' | 'asking' | 'sharer' | 'refused' = 'viewer';

  constructor(options: SharingRoleOptions) {
    this.#options = options;
  }

  /** Whether frames may go out; asks where it has not yet. */
  mayShare(): boolean {
    if (this.#state === 'viewer') this.#ask('sharer');
    return this.#state === 'sharer' || this.#state === 'refused';
  }

  /** A call between two may have become one of many, in which one has to ask. */
  refresh(): void {
    if (this.#state === 'refused') this.#ask('sharer');
  }

  isOver(): void {
    if (this.#state === 'sharer') this.#ask('viewer');
    else this.#state = 'viewer';
  }

  #ask(role: 'sharer' | 'viewer'): void {
    const { callId, calls, life, log, onSharer } = this.#options;
    this.#state = role === 'sharer' ? 'asking' : 'viewer';
    life.run('changing the role in screen sharing', async () => {
      try {
        await calls.changeScreenSharingRole(callId, { role }, { signal: life.signal });
        if (role === 'sharer') this.#state = 'sharer';
      } catch (error) {
        if (life.ended) return;
        if (role === 'sharer') this.#state = 'refused';
        log.debug('the role in screen sharing could not be changed', { callId, role, error });
      }
      if (role === 'sharer') onSharer();
    });
  }
}
