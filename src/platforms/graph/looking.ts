/** Asks the service how a call stands when a message that was due has not come: messages get lost. */
import type { Log } from '../../base/log.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { CallLife } from './call-life.ts';
import type { CallsApi } from './client/calls-api.ts';
import { PlatformError } from './errors.ts';

export type LookingOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'get'>;
  readonly life: CallLife;
  readonly log: Log;
  /** Takes in what was read as if it had been told. */
  readonly heard: (call: Call) => void;
};

export class Looking {
  readonly #options: LookingOptions;

  constructor(options: LookingOptions) {
    this.#options = options;
  }

  /** Gives the call as it stands; undefined when it is over, or when that cannot be known now. Never rejects. */
  async look(): Promise<Call | undefined> {
    const { callId, calls, life, log, heard } = this.#options;
    log.warn('a message about a call that was due has not come', { callId });
    try {
      const call = await calls.get(callId, { signal: life.signal });
      heard(call);
      return life.ended ? undefined : call;
    } catch (error) {
      if (error instanceof PlatformError && error.status === 404) await life.endUnknown();
      else if (!life.ended) log.warn('how a call stands could not be read', { callId, error });
      return undefined;
    }
  }
}
